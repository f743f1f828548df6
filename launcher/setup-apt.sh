# Packages, where the machine has apt and we may use it.

may_install() {
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]
}

apt_quietly() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
        -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@"
}

apt_lists_are_fresh=
refresh_package_lists() {
    [ -z "$apt_lists_are_fresh" ] || return 0
    told "reading the package lists" "$INLAY_HOME/target/launcher/apt-update.log" apt_quietly update ||
        say "going on with the package lists that are there"
    apt_lists_are_fresh=yes
}

# The version apt would install of a package, or nothing.
offered_version() {
    apt-cache policy "$1" 2>/dev/null | awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'
}

install_packages() {
    refresh_package_lists
    told "installing $*" "$INLAY_HOME/target/launcher/apt-install.log" apt_quietly install "$@"
}

# need_program PROGRAM PACKAGE…: the program is there afterwards, or we say what is missing and end.
need_program() {
    wanted_program=$1
    shift
    ! command -v "$wanted_program" >/dev/null 2>&1 || return 0
    may_install ||
        fail "this needs '$wanted_program'. Debian, Ubuntu: sudo apt-get install $*. Then run this again."
    install_packages "$@" || fail "could not install $*, which would bring '$wanted_program'."
    hash -r
    command -v "$wanted_program" >/dev/null 2>&1 ||
        fail "$* is installed, but there is still no '$wanted_program' in PATH."
}

# debian_mirror [FOLDER]: where Debian's packages come from on this machine, as its own sources below FOLDER (/etc/apt) say,
# for a mirror that is in use is known to be reachable. On another distribution, Debian's own servers.
debian_mirror() {
    debian_sources=${1:-/etc/apt}
    debian_found=$(
        sed -n 's/^URIs: *\(https*:[^ ]*\).*/\1/p' "$debian_sources/sources.list.d/debian.sources" 2>/dev/null || :
        sed -n 's/^deb \(\[[^]]*\] \)*\(https*:[^ ]*debian[^ ]*\) .*/\2/p' "$debian_sources/sources.list" 2>/dev/null || :
    )
    printf '%s\n' "${debian_found:-http://deb.debian.org/debian}" | head -n 1
}
