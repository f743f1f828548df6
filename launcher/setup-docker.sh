# Docker Engine that answers, a registry, and what makes base images.

docker_answers() {
    timeout 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# A daemon that was started here stays: the next run needs it again, and other people's containers may be in it.
# It must not inherit the launcher's lock (9).
start_docker() {
    docker_log=$INLAY_HOME/target/launcher/dockerd.log
    mkdir -p "${docker_log%/*}"
    say "starting Docker Engine; it keeps running afterwards (log: $docker_log) …"
    setsid dockerd >"$docker_log" 2>&1 </dev/null 9>&- &
    docker_process=$!
    tries=0
    until docker_answers; do
        tries=$((tries + 1))
        if [ "$tries" -gt 60 ] || ! kill -0 "$docker_process" 2>/dev/null; then
            tail -n 15 "$docker_log" >&2
            fail "Docker Engine did not come up."
        fi
        sleep 1
    done
}

need_docker() {
    need_program docker docker.io
    docker_answers && return 0
    [ -z "${DOCKER_HOST:-}" ] || fail "no Docker Engine answers at DOCKER_HOST=$DOCKER_HOST."
    [ "$(id -u)" = 0 ] ||
        fail "no Docker Engine answers. Start it (sudo systemctl start docker) and let this user in" \
            "(sudo usermod -aG docker $(id -un), then log in again)."
    need_program dockerd docker.io
    docker_answers || start_docker
}

# The package starts a registry on every address of a machine with systemd; we start our own, on loopback.
need_registry() {
    ! command -v docker-registry >/dev/null 2>&1 || return 0
    need_program docker-registry docker-registry
    ! command -v systemctl >/dev/null 2>&1 || systemctl disable --now docker-registry >/dev/null 2>&1 || true
}

# What others build, fetch and unpack images with.
need_builders() {
    need_program buildah buildah
    need_program skopeo skopeo
    need_program umoci umoci
    need_program ctr containerd
    need_go_registries
}

need_containers() {
    need_docker
    need_registry
    need_program mmdebstrap mmdebstrap
    need_program strace strace
}

# debian_image IMAGE RELEASE OPTION…: a Debian system as an image, with what mmdebstrap's options say. Proxies and checks are as
# the machine's own apt has them.
debian_image() {
    debian_name=$1
    debian_release=$2
    shift 2
    debian_folder=$(mktemp -d)
    apt-config dump | sed -n 's/^\(Acquire::\(https*::Proxy\|Check-[A-Za-z-]*\) .*;\)$/\1/p' >"$debian_folder/apt.conf"
    mmdebstrap --quiet --variant=minbase --aptopt="$debian_folder/apt.conf" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' "$@" \
        "$debian_release" "$debian_folder/system.tar" "$(debian_mirror)" &&
        docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
            "$debian_folder/system.tar" "$debian_name"
    debian_outcome=$?
    rm -rf "$debian_folder"
    return "$debian_outcome"
}
