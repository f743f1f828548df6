# The instrument task of the stack as a container image: a C library, a Java runtime of what it needs, and one jar. For this
# machine's processor, since the runtime is cut from its JDK.

task_image=$INLAY_HOME/functions/instrument/target/task-image.tar
task_jar=$INLAY_HOME/functions/instrument/target/inlay-instrument-lambda.jar
task_modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported
task_options='-XX:+UseSerialGC -XX:MaxRAMPercentage=75 -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError'
task_program='-cp instrument.jar dev.inlay.instrument.InstrumentTask'

build_task_image() {
    build_java || return 1
    task_hash=$(hash_of launcher/task-image.sh launcher/archive.sh)-$(sha256_of "$task_jar")
    is_built task-image "$task_hash" "$task_image" && return 0
    # What is cut from the JDK needs it also where nothing had to be compiled.
    need_java
    told "building the image of the instrument task" "$INLAY_HOME/target/launcher/task-image.log" make_task_image || return 1
    mark_built task-image "$task_hash"
}

make_task_image() {
    task_folder=$INLAY_HOME/target/task-image
    rm -rf "$task_folder"
    mkdir -p "$task_folder/program/opt/inlay"
    make_task_system "$task_folder/system" &&
        java_into "$task_folder/java" "$task_modules" &&
        cp "$task_jar" "$task_folder/program/opt/inlay/instrument.jar" || return 1
    touch -d "$archive_date" "$task_folder/program/opt/inlay/instrument.jar"
    rehearse_task "$task_folder"
    for layer in system java program rehearsed; do
        layer_of "$task_folder/$layer" "$task_folder/$layer.tar" || return 1
    done
    archive_of "$task_image" "inlay/instrument:$(plane_version)" "$(architecture_of_this_machine)" "$(task_settings)" \
        "$task_folder/system.tar" "$task_folder/java.tar" "$task_folder/program.tar" "$task_folder/rehearsed.tar" || return 1
    rm -rf "$task_folder"
}

# Lets the JVM write down what the task loads, so that it starts in half the time: it begins its work, and nobody answers.
# The cache is found by the jar's name, size and date, and by nothing of this machine. Nothing depends on it; it is also the
# one part of the image that is not the same bytes each time.
rehearse_task() {
    mkdir -p "$1/rehearsed/opt/inlay"
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

make_task_system() {
    libraries_into "$1" libc6 zlib1g || return 1
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
