# The instrument task of the stack as a container image: a C library, a Java runtime of what it needs, and one jar. For this
# machine's processor, since the runtime is cut from its JDK.

task_image=$INLAY_HOME/functions/instrument/target/task-image.tar
task_jar=$INLAY_HOME/functions/instrument/target/inlay-instrument-lambda.jar
task_modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.unsupported

build_task_image() {
    build_java || return 1
    task_hash=$(hash_of launcher/task-image.sh launcher/archive.sh)-$(sha256_of "$task_jar")
    is_built task-image "$task_hash" "$task_image" && return 0
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
    for layer in system java program; do
        layer_of "$task_folder/$layer" "$task_folder/$layer.tar" || return 1
    done
    archive_of "$task_image" "inlay/instrument:$(plane_version)" "$(architecture_of_this_machine)" "$(task_settings)" \
        "$task_folder/system.tar" "$task_folder/java.tar" "$task_folder/program.tar" || return 1
    rm -rf "$task_folder"
}

make_task_system() {
    libraries_into "$1" libc6 zlib1g || return 1
    mkdir -p "$1/etc" "$1/tmp"
    printf 'inlay:x:%s:%s::/:/sbin/nologin\n' "$archive_user" "$archive_user" >"$1/etc/passwd"
    printf 'hosts: files dns\n' >"$1/etc/nsswitch.conf"
    chmod 1777 "$1/tmp"
}

task_settings() {
    java='"/opt/java/bin/java","-XX:+UseSerialGC","-XX:MaxRAMPercentage=75","-XX:-UsePerfData","-XX:+ExitOnOutOfMemoryError"'
    cat <<END
{"User":"$archive_user:$archive_user","WorkingDir":"/","Env":["PATH=/opt/java/bin"],
"Entrypoint":[$java,"-cp","/opt/inlay/instrument.jar","dev.inlay.instrument.InstrumentTask"],"StopSignal":"SIGTERM",
"Labels":{"org.opencontainers.image.title":"Inlay instrument task","org.opencontainers.image.version":"$(plane_version)"}}
END
}
