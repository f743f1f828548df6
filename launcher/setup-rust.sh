# Cargo and a C compiler for the sensor.

# A HOME that is not the account's own (as in some build services) hides the toolchain rustup put there.
find_cargo() {
    account_home=$(getent passwd "$(id -u)" | cut -d: -f6)
    : "${HOME:=$account_home}"
    export HOME
    for folder in "${CARGO_HOME:-$HOME/.cargo}/bin" "$account_home/.cargo/bin"; do
        ! [ -x "$folder/cargo" ] || command -v cargo >/dev/null 2>&1 || PATH=$folder:$PATH
    done
    if ! cargo --version >/dev/null 2>&1 && [ -d "$account_home/.rustup" ]; then
        RUSTUP_HOME=$account_home/.rustup
        export RUSTUP_HOME
    fi
    cargo_is_new_enough
}

wanted_rust() {
    sed -n 's/^rust-version = "\([0-9.]*\)".*/\1/p' "$INLAY_HOME/sensor/Cargo.toml"
}

# at_least HAVE WANT: compares dotted versions.
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

cargo_is_new_enough() {
    have=$(cargo --version 2>/dev/null | awk '{ print $2 }')
    [ -n "$have" ] && at_least "$have" "$(wanted_rust)"
}

# Debian stable keeps a second, newer toolchain for web browsers to build with.
install_rust() {
    may_install || return 1
    refresh_package_lists
    for suffix in "" -web; do
        offered=$(offered_version "rustc$suffix")
        if [ -n "$offered" ] && at_least "$offered" "$(wanted_rust)"; then
            install_packages "rustc$suffix" "cargo$suffix" && return 0
        fi
    done
    return 1
}

need_rust() {
    need_program cc gcc libc6-dev
    find_cargo && return 0
    install_rust && find_cargo && return 0
    fail "this needs Rust $(wanted_rust) or newer:" \
        "curl --proto '=https' -sSf https://sh.rustup.rs | sh -s -- -y --profile default"
}

# Formatter and lints, which only the tests need.
has_rust_lints() {
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1
}

need_rust_lints() {
    need_rust
    has_rust_lints && return 0
    if may_install && [ "$(command -v cargo)" = /usr/bin/cargo ]; then
        install_packages rustfmt-web rust-web-clippy && has_rust_lints && return 0
    fi
    fail "the tests need rustfmt and clippy: rustup component add rustfmt clippy"
}
