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
