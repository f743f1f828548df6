# The sensor for arm64, built on a machine that is not: by Debian's compiler for that processor, in an image of its own, since
# the machine's compiler may have no library for it. Only a probe takes it so far; images for arm64 are left as they are.

other_target=aarch64-unknown-linux-gnu
other_layer=$INLAY_HOME/sensor/target/layer/linux-arm64/layer.tar.gz
other_folder=$INLAY_HOME/target/launcher/other-sensor

build_other_sensor() {
    other_hash=$(hash_of sensor launcher/other-sensor.sh)
    is_built other-sensor "$other_hash" "$other_layer" && return 0
    need_rust
    need_docker
    need_program mmdebstrap mmdebstrap
    # One of an earlier version must not be taken for it.
    rm -rf "${other_layer%/*}"
    told "building the sensor for arm64 (some minutes the first time)" "$INLAY_HOME/target/launcher/other-sensor.log" \
        make_other_sensor || return 1
    mark_built other-sensor "$other_hash"
}

# What is fetched is fetched here, as the machine reaches it; what compiles reaches nothing.
make_other_sensor() {
    need_other_compiler || return 1
    mkdir -p "$other_folder/cargo" "$other_folder/target"
    other_settings >"$other_folder/cargo/config.toml"
    (cd "$INLAY_HOME/sensor" && cargo vendor --locked --quiet "$other_folder/vendor" >/dev/null) &&
        compile_elsewhere cargo build --release --locked --offline --target "$other_target" &&
        sh "$INLAY_HOME/sensor/layer.sh" arm64 "$other_folder/target/$other_target/release/sensor"
}

# compile_elsewhere COMMAND…: in the image with the compiler, as whoever runs this.
compile_elsewhere() {
    docker run --rm --network none --user "$(id -u):$(id -g)" \
        --volume "$INLAY_HOME:/inlay:ro" --volume "$other_folder:/work" --workdir /inlay/sensor \
        --env CARGO_HOME=/work/cargo --env CARGO_TARGET_DIR=/work/target \
        --env CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc "$other_compiler" "$@"
}

other_settings() {
    cat <<END
[source.crates-io]
replace-with = "vendored"
[source.vendored]
directory = "/work/vendor"
[target.$other_target]
linker = "aarch64-linux-gnu-gcc"
rustflags = ["-C", "target-feature=+crt-static"]
END
}

# Debian's release is one whose compiler is the oldest that the sensor takes.
need_other_compiler() {
    other_compiler=inlay-build/$other_target:$(sha256_of "$INLAY_HOME/launcher/other-sensor.sh" | cut -c 1-16)
    docker image inspect "$other_compiler" >/dev/null 2>&1 && return 0
    debian_image "$other_compiler" "$foreign_release" --architectures="$(dpkg --print-architecture),arm64" \
        --include=rustc,cargo,libstd-rust-dev:arm64,gcc-aarch64-linux-gnu,libc6-dev-arm64-cross
}

# A machine of that kind to try the sensor on, which an emulator is: a kernel, and what it starts.
build_other_machine() {
    other_machine=$INLAY_HOME/target/launcher/other-machine
    machine_hash=$(hash_of launcher/other-sensor.sh e2e/machine)
    is_built other-machine "$machine_hash" "$other_machine/kernel" "$other_machine/init" && return 0
    need_program qemu-system-aarch64 qemu-system-arm
    told "making a machine with an arm64 processor" "$INLAY_HOME/target/launcher/other-machine.log" \
        make_other_machine || return 1
    mark_built other-machine "$machine_hash"
}

make_other_machine() {
    mkdir -p "$other_machine" "$other_folder"
    need_other_compiler && foreign_lists arm64 || return 1
    # shellcheck disable=SC2086 # options in words
    machine_kernel=$(apt-cache $libraries_from depends linux-image-arm64 | sed -n 's/^ *Depends: *//p' | head -n 1)
    # shellcheck disable=SC2086 # options in words
    (cd "$other_folder" && rm -f ./*.deb && apt-get -q $libraries_from download "$machine_kernel") || return 1
    libraries_from=
    dpkg-deb --fsys-tarfile "$other_folder"/*.deb |
        tar --extract --to-stdout --wildcards './boot/vmlinuz-*' >"$other_machine/kernel" &&
        compile_elsewhere aarch64-linux-gnu-gcc -static -O1 -Wall -Werror -o /work/init /inlay/e2e/machine/init.c &&
        mv "$other_folder/init" "$other_machine/init"
}
