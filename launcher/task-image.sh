# The instrument task of the stack as a container image: a C library, a Java runtime of what it needs, and one jar. For this
# machine's processor the runtime is cut from its JDK; for another it is Debian's, whole, since nothing here runs on it.

task_jar=$INLAY_HOME/functions/instrument/target/inlay-instrument-lambda.jar
task_modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported
task_options='-XX:+UseSerialGC -XX:MaxRAMPercentage=75 -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError'
task_program='-cp instrument.jar dev.inlay.instrument.InstrumentTask'

# task_image_for ARCHITECTURE: where it is.
task_image_for() {
    printf '%s/functions/instrument/target/task-image-%s.tar' "$INLAY_HOME" "$1"
}

# build_task_image [ARCHITECTURE]: amd64 or arm64; this machine's unless another is named. In $task_image afterwards.
build_task_image() {
    task_architecture=${1:-$(architecture_of_this_machine)}
    task_image=$(task_image_for "$task_architecture")
    build_java || return 1
    task_hash=$(hash_of launcher/task-image.sh launcher/archive.sh)-$(sha256_of "$task_jar")
    is_built "task-image-$task_architecture" "$task_hash" "$task_image" && return 0
    # What is cut from the JDK needs it also where nothing had to be compiled.
    need_java
    told "building the image of the instrument task for $task_architecture" \
        "$INLAY_HOME/target/launcher/task-image.log" make_task_image || return 1
    mark_built "task-image-$task_architecture" "$task_hash"
}

# The image for the kind of machine that this one is not, and what runs its programs here: for tests.
build_other_task_image() {
    case $(architecture_of_this_machine) in
    amd64)
        need_program qemu-aarch64-static qemu-user-static
        build_task_image arm64
        ;;
    *)
        need_program qemu-x86_64-static qemu-user-static
        build_task_image amd64
        ;;
    esac
}

make_task_image() {
    task_folder=$INLAY_HOME/target/task-image
    rm -rf "$task_folder"
    mkdir -p "$task_folder/program/opt/inlay" "$task_folder/rehearsed/opt/inlay"
    make_task_runtime &&
        cp "$task_jar" "$task_folder/program/opt/inlay/instrument.jar" || return 1
    touch -d "$archive_date" "$task_folder/program/opt/inlay/instrument.jar"
    [ "$task_architecture" != "$(architecture_of_this_machine)" ] || rehearse_task "$task_folder"
    for layer in system java program rehearsed; do
        layer_of "$task_folder/$layer" "$task_folder/$layer.tar" || return 1
    done
    archive_of "$task_image" "inlay/instrument:$(plane_version)" "$task_architecture" "$(task_settings)" \
        "$task_folder/system.tar" "$task_folder/java.tar" "$task_folder/program.tar" "$task_folder/rehearsed.tar" || return 1
    rm -rf "$task_folder"
}

# What the jar runs on: the libraries in one layer, Java in another.
make_task_runtime() {
    make_task_users "$task_folder/system"
    if [ "$task_architecture" = "$(architecture_of_this_machine)" ]; then
        libraries_into "$task_folder/system" libc6 zlib1g && java_into "$task_folder/java" "$task_modules"
    else
        # These packages take the folders of libraries for links, as they are in Debian.
        ln -s usr/lib "$task_folder/system/lib"
        ln -s usr/lib64 "$task_folder/system/lib64"
        foreign_libraries_into "$task_folder/system" "$task_architecture" libc6 zlib1g libstdc++6 libgcc-s1 &&
            foreign_libraries_into "$task_folder/java" "$task_architecture" "openjdk-$wanted_java-jre-headless" &&
            make_foreign_java "$task_folder/java"
    fi
}

# Debian's runtime where ours is, without what only screens and people need. Whom to trust is the same everywhere.
make_foreign_java() {
    foreign_java=usr/lib/jvm/java-$wanted_java-openjdk-$task_architecture
    mkdir -p "$1/opt" "$1/etc/ssl/certs/java"
    ln -s "/$foreign_java" "$1/opt/java"
    rm -rf "$1/$foreign_java/man" "$1/$foreign_java/docs" "$1"/usr/share
    cp -L "$JAVA_HOME/lib/security/cacerts" "$1/etc/ssl/certs/java/cacerts"
    chmod 644 "$1/etc/ssl/certs/java/cacerts"
}

# Lets the JVM write down what the task loads, so that it starts in half the time: it begins its work, and nobody answers.
# The cache is found by the jar's name, size and date, and by nothing of this machine. Nothing depends on it; it is also the
# one part of the image that is not the same bytes each time.
rehearse_task() {
    task_cache=$1/rehearsed/opt/inlay/instrument.aot
    # shellcheck disable=SC2086 # options in words
    (cd "$1/program/opt/inlay" && env -i AWS_REGION=eu-central-1 AWS_ENDPOINT_URL=http://127.0.0.1:9 \
        AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none \
        INLAY_CATALOG_TABLE=none INLAY_PROFILES_TABLE=none INLAY_RUNTIME_TABLE=none INLAY_FINDINGS_TABLE=none \
        INLAY_INSTRUMENT_QUEUE=http://127.0.0.1:9/none INLAY_SECRET=none INLAY_SIGNING_KEY=none \
        INLAY_ENDPOINT=http://127.0.0.1:9 INLAY_REGISTRY=127.0.0.1:9 \
        "$1/java/opt/java/bin/java" $task_options -XX:AOTCacheOutput="$task_cache" $task_program) || true
    [ ! -e "$task_cache" ] || chmod 644 "$task_cache"
}

make_task_users() {
    mkdir -p "$1/etc" "$1/tmp"
    printf 'inlay:x:%s:%s::/:/sbin/nologin\n' "$archive_user" "$archive_user" >"$1/etc/passwd"
    printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
    chmod 1777 "$1/tmp"
}

task_settings() {
    cache=
    [ ! -e "$task_folder/rehearsed/opt/inlay/instrument.aot" ] || cache=-XX:AOTCache=instrument.aot
    # shellcheck disable=SC2086 # in words
    java=$(printf ',"%s"' $task_options $cache $task_program)
    cat <<END
{"User":"$archive_user:$archive_user","WorkingDir":"/opt/inlay","Env":["PATH=/opt/java/bin"],
"Entrypoint":["/opt/java/bin/java"$java],"StopSignal":"SIGTERM",
"Labels":{"org.opencontainers.image.title":"Inlay instrument task","org.opencontainers.image.version":"$(plane_version)"}}
END
}
