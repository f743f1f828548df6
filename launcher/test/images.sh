# An image is built after a run that had nothing to compile, and so looked for no JDK.

jdk_at_hand_for() (
    build_java() { :; }
    is_built() { return 1; }
    hash_of() { echo hash; }
    sha256_of() { echo hash; }
    mark_built() { :; }
    need_java() { JAVA_HOME=/a/jdk; }
    told() { echo "$JAVA_HOME"; }
    unset JAVA_HOME
    mkdir -p "$INLAY_HOME/target/launcher"
    echo java >"$(stamp_file java)"
    . "$here/../image.sh"
    . "$here/../task-image.sh"
    "$1" 2>/dev/null
)

expect "finds a JDK for the image of the control plane" /a/jdk "$(jdk_at_hand_for build_image)"
expect "finds a JDK for the image of the task" /a/jdk "$(jdk_at_hand_for build_task_image)"
