# Writes container images as the archives that `docker load` and CDK's tarball assets take: tar files of layers, a
# configuration, and a list of both. The same inputs give the same bytes, so the same image.

# What everything in an image is dated.
archive_date=@1767225600

# layer_of FOLDER TAR [TAR-OPTION…]: everything below the folder, owned by root.
layer_of() {
    layer_folder=$1
    layer_tar=$2
    shift 2
    tar --create --file "$layer_tar" --directory "$layer_folder" --sort=name --format=ustar --mtime="$archive_date" \
        --owner=0 --group=0 --numeric-owner "$@" .
}

# add_owned FOLDER TAR OWNER PATH…: what somebody else owns; it must not be in the layer yet.
add_owned() {
    owned_folder=$1
    owned_tar=$2
    owned_by=$3
    shift 3
    tar --append --file "$owned_tar" --directory "$owned_folder" --format=ustar --mtime="$archive_date" \
        --owner="$owned_by" --group="$owned_by" --numeric-owner --no-recursion "$@"
}

sha256_of() {
    sha256sum "$1" | cut -c 1-64
}

# archive_of OUT NAME ARCHITECTURE SETTINGS LAYER…: SETTINGS is the JSON that Docker calls `config`.
archive_of() {
    archive_out=$1
    archive_name=$2
    archive_architecture=$3
    archive_settings=$4
    shift 4
    archive_folder=$archive_out.d
    rm -rf "$archive_folder"
    mkdir -p "$archive_folder"
    archive_layers=
    archive_ids=
    for layer in "$@"; do
        layer_id=$(sha256_of "$layer")
        cp "$layer" "$archive_folder/$layer_id.tar"
        archive_layers="$archive_layers,\"$layer_id.tar\""
        archive_ids="$archive_ids,\"sha256:$layer_id\""
    done
    printf '{"architecture":"%s","os":"linux","created":"2026-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
        "$archive_architecture" "$archive_settings" "${archive_ids#,}" >"$archive_folder/config"
    archive_id=$(sha256_of "$archive_folder/config")
    mv "$archive_folder/config" "$archive_folder/$archive_id.json"
    printf '[{"Config":"%s.json","RepoTags":["%s"],"Layers":[%s]}]' \
        "$archive_id" "$archive_name" "${archive_layers#,}" >"$archive_folder/manifest.json"
    layer_of "$archive_folder" "$archive_out"
    rm -rf "$archive_folder"
}

# A process that is nobody in particular, as containers should be.
archive_user=65532

# libraries_into FOLDER PACKAGE…: Debian's packages unpacked, and noted where scanners of images look for them.
libraries_into() {
    libraries_folder=$1
    shift
    need_program dpkg-deb dpkg
    need_program apt-get apt
    packages_folder=$INLAY_HOME/target/launcher/packages
    rm -rf "$packages_folder"
    mkdir -p "$packages_folder" "$libraries_folder/var/lib/dpkg/status.d"
    # shellcheck disable=SC2086 # options in words
    (cd "$packages_folder" && apt-get -q ${libraries_from:-} download "$@") || return 1
    for package in "$packages_folder"/*.deb; do
        dpkg-deb -x "$package" "$libraries_folder"
        dpkg-deb -f "$package" >"$libraries_folder/var/lib/dpkg/status.d/$(dpkg-deb -f "$package" Package)"
    done
    rm -rf "$libraries_folder/usr/share/doc" "$libraries_folder/usr/share/lintian" "$libraries_folder/usr/share/locale"
}

# Debian's release that has a Java runtime of ours for every processor.
foreign_release=trixie
foreign_keys=/usr/share/keyrings/debian-archive-keyring.gpg

# foreign_libraries_into FOLDER ARCHITECTURE PACKAGE…: the same for another processor than this machine's.
foreign_libraries_into() {
    foreign_folder=$1
    foreign_lists "$2" || return 1
    shift 2
    libraries_into "$foreign_folder" "$@"
    foreign_outcome=$?
    libraries_from=
    return "$foreign_outcome"
}

# foreign_lists ARCHITECTURE: Debian's packages for it, checked with Debian's own keys; $libraries_from makes apt take those.
# Lists and states are apart from the machine's.
foreign_lists() {
    foreign_apt=$INLAY_HOME/target/launcher/apt-$1
    mkdir -p "$foreign_apt/state/lists/partial" "$foreign_apt/cache/archives/partial"
    if [ ! -r "$foreign_keys" ]; then
        may_install && install_packages debian-archive-keyring || return 1
    fi
    printf 'deb [signed-by=%s] %s %s main\n' "$foreign_keys" "$(debian_mirror)" "$foreign_release" >"$foreign_apt/sources.list"
    libraries_from="-o Dir::State=$foreign_apt/state -o Dir::State::status=/dev/null -o Dir::Cache=$foreign_apt/cache
        -o Dir::Etc::sourcelist=$foreign_apt/sources.list -o Dir::Etc::sourceparts=/dev/null -o APT::Sandbox::User=root
        -o APT::Architecture=$1 -o APT::Architectures=$1"
    # shellcheck disable=SC2086 # options in words
    apt-get -q $libraries_from update
}

# java_into FOLDER MODULE,…: a Java runtime of these modules, in /opt/java.
java_into() {
    mkdir -p "$1/opt"
    "$JAVA_HOME/bin/jlink" --add-modules "$2" --strip-debug --no-header-files --no-man-pages \
        --compress zip-6 --output "$1/opt/java"
}

# architecture_of_this_machine: in the words of images.
architecture_of_this_machine() {
    case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) fail "images are built on x86_64 and aarch64, this is $(uname -m)." ;;
    esac
}
