# The base of all images: Debian's own where a registry answers, the same made of its packages where none does.

suite=bookworm

debian_tag() {
    printf 'inlay-e2e/debian:%s' "$(hash_of debian.sh)"
}

ensure_debian() {
    ! docker image inspect "$(debian_tag)" >/dev/null 2>&1 || return 0
    say "making $(debian_tag) …"
    if timeout 120 docker pull -q "debian:$suite-slim" >/dev/null 2>&1; then
        docker tag "debian:$suite-slim" "$(debian_tag)"
    else
        make_debian
    fi
}

# The machine's own package sources, when they are of this suite: they are known to be reachable.
package_sources() {
    for list in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
        if grep -q "$suite" "$list" 2>/dev/null && grep -q '/debian' "$list"; then
            cat "$list"
            return 0
        fi
    done
    echo "deb http://deb.debian.org/debian $suite main"
}

# Proxies and checks as the machine's apt has them, since apt will run in images made from this one, too.
package_options() {
    apt-config dump | sed -n 's/^\(Acquire::\(https*::Proxy\|Check-[A-Za-z-]*\) .*;\)$/--aptopt=\1/p'
}

# Packages that were installed are not kept in the images that are made from this one.
drop_packages='APT::Keep-Downloaded-Packages "false";'

make_debian() {
    rootfs=$(mktemp -d)
    trap 'rm -rf "$rootfs"' EXIT
    old_ifs=$IFS
    IFS='
'
    # shellcheck disable=SC2046 # one option per line
    package_sources | mmdebstrap --quiet --variant=minbase $(package_options) \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --aptopt='Dir::Cache::pkgcache ""' --aptopt='Dir::Cache::srcpkgcache ""' \
        --customize-hook="echo '$drop_packages' >\"\$1/etc/apt/apt.conf.d/99drop-packages\"" \
        "$suite" "$rootfs/rootfs.tar"
    IFS=$old_ifs
    docker import --change 'CMD ["bash"]' --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
        "$rootfs/rootfs.tar" "$(debian_tag)" >/dev/null
    rm -rf "$rootfs"
    trap - EXIT
}
