# Runs what was built. The Java parts start from their class path, not through Maven.

# All of the compilers, unless a command is too short to be worth it.
compiler=4

# Classes as a JVM loaded them once (build.sh). One that does not fit this JVM any more is passed over without a word.
aot_cache=$INLAY_HOME/target/launcher/local.aot
quiet_cache='-Xlog:aot=off -Xlog:cds=off'

# java_main MODULE CLASS ARGUMENT…
java_main() {
    module=$1
    main_class=$2
    shift 2
    need_java
    # No change of directory: relative paths in the arguments mean what they mean where ./inlay was called.
    if [ "$module" = local ] && [ -r "$aot_cache" ]; then
        remembered=-XX:AOTCache=$aot_cache
    else
        remembered=-Xshare:auto
    fi
    # shellcheck disable=SC2086 # two options
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel="$compiler" "$remembered" $quiet_cache \
        --enable-native-access=ALL-UNNAMED \
        -cp "$(jar_of "$module"):$(cat "$INLAY_HOME/$module/target/class-path")" \
        "$main_class" "$@"
}

# A question or an order to a control plane that runs somewhere: short, so not worth compiling well.
run_briefly() {
    build_everything
    compiler=1
    java_main local dev.inlay.local.cli.Inlay "$@"
}

# What runs on another processor is built for it first; without that the probe says what it has.
run_probe() {
    case " $* " in
    *" --help "* | *" -h "* | *" --version "* | *" -V "* | *" --arch amd64 "* | *" --arch=amd64 "*) ;;
    *)
        (one_at_a_time && build_sensor && build_other_sensor) || say "going on without a sensor for arm64"
        export INLAY_SENSORS="$INLAY_HOME/sensor/target/layer"
        ;;
    esac
    run_briefly "$@"
}

run_for_long() {
    build_everything
    java_main local dev.inlay.local.cli.Inlay "$@"
}

# The stack is made by the CDK's library, looked at by cfn-lint, and carried by the CDK's command line.
run_deploy() {
    case " $* " in
    *" --help "* | *" -h "* | *" --version "* | *" -V "*)
        build_everything
        java_main infra-cdk dev.inlay.infra.deploy.Deploy "$@"
        ;;
    esac
    one_at_a_time
    need_node
    need_cfn_lint
    build_stack "$(deploy_architecture "$@")" || exit 1
    cdk=
    case " $* " in
    *" --check "* | *" --app "*) ;;
    *)
        need_cdk
        need_docker
        ;;
    esac
    let_others_build
    java_main infra-cdk dev.inlay.infra.deploy.Deploy --home "$INLAY_HOME" --lint "$cfn_lint" ${cdk:+--cdk "$cdk"} "$@"
}

# deploy_architecture ARGUMENT…: what the task's image has to be for, as the settings file says, or the CDK's context. What
# is neither is refused by whoever reads all settings.
deploy_architecture() {
    deploy_settings=
    while [ $# -gt 0 ]; do
        case $1 in
        --settings) deploy_settings=${2:-} ;;
        --settings=*) deploy_settings=${1#--settings=} ;;
        esac
        shift
    done
    deploy_said=$(printf '%s' "${CDK_CONTEXT_JSON:-}" | sed -n 's/.*"inlay:architecture" *: *"\([a-z0-9_]*\)".*/\1/p')
    [ ! -r "$deploy_settings" ] ||
        deploy_said=$(sed -n 's/^[[:space:]]*architecture[[:space:]]*=[[:space:]]*\([a-z0-9_]*\).*/\1/p' "$deploy_settings")
    case $deploy_said in
    x86_64) echo amd64 ;;
    *) echo arm64 ;;
    esac
}

run_demo() {
    one_at_a_time
    need_containers
    build_shop || exit 1
    build_java || exit 1
    let_others_build
    java_main e2e dev.inlay.e2e.Demo "$@"
}
