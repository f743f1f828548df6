# Runs what was built. The Java parts start from their class path, not through Maven.

# java_main MODULE CLASS ARGUMENT…
java_main() {
    module=$1
    main_class=$2
    shift 2
    need_java
    # No change of directory: relative paths in the arguments mean what they mean where ./inlay was called.
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel="${INLAY_JIT:-4}" -Xshare:auto \
        --enable-native-access=ALL-UNNAMED \
        -cp "$(jar_of "$module"):$(cat "$INLAY_HOME/$module/target/class-path")" \
        "$main_class" "$@"
}

# A question or an order to a control plane that runs somewhere.
run_command_line() {
    one_at_a_time
    build_java || exit 1
    let_others_build
    INLAY_JIT=1 java_main local dev.inlay.local.cli.Inlay "$@"
}

# The same, for what puts the sensor into images.
run_with_sensor() {
    one_at_a_time
    build_sensor || exit 1
    build_java || exit 1
    let_others_build
    java_main local dev.inlay.local.cli.Inlay "$@"
}

run_demo() {
    one_at_a_time
    need_containers
    build_sensor || exit 1
    build_java || exit 1
    let_others_build
    java_main e2e dev.inlay.e2e.Demo "$@"
}
