# Whoever asks what a command does waits for no image, and reads no remarks of others.

asked_of_deploy() (
    . "$here/../run.sh"
    one_at_a_time() { :; }
    let_others_build() { :; }
    need_node() { :; }
    need_cfn_lint() { cfn_lint=lint; }
    need_cdk() { cdk=cdk; }
    need_docker() { :; }
    build_everything() { echo programs; }
    build_stack() { echo programs and image; }
    java_main() {
        echo started
        exit 0
    }
    run_deploy "$@" | tr '\n' ' '
)

expect "explains deploy without making what it carries" "programs started " "$(asked_of_deploy --help)"
expect "makes what deploy carries" "programs and image started " "$(asked_of_deploy --check)"

# A jsii that is as loud as the real one: about a version that is not in the list, at every start.
loud_jsii() (
    . "$here/../setup-stack.sh"
    node() { echo v20.1.2; }
    quieten_jsii
    case ",$JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION," in
    *,20,*) echo quiet ;;
    *) echo loud ;;
    esac
)

expect "tells jsii which Node.js it need not judge" quiet "$(loud_jsii)"

printf '# mine\n  architecture =  x86_64 # cheaper here\nalertEmail = a@b.example\n' >"$INLAY_HOME/settings"
printf 'alertEmail = a@b.example\n' >"$INLAY_HOME/none"-settings
architecture_of() (
    . "$here/../run.sh"
    deploy_architecture "$@"
)
expect "makes the task's image for what the settings say" amd64 "$(architecture_of --check --settings "$INLAY_HOME/settings")"
expect "takes the name of the settings behind a sign, too" amd64 "$(architecture_of "--settings=$INLAY_HOME/settings")"
expect "makes the image for arm64 where nothing is said" arm64 "$(architecture_of --check --settings "$INLAY_HOME/none-settings")"
expect "reads what the CDK was told" amd64 "$(CDK_CONTEXT_JSON='{"inlay:architecture":"x86_64","a":"b"}' architecture_of --app)"
