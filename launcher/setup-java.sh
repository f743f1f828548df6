# A JDK 25 in JAVA_HOME, and Maven.

wanted_java=25

java_release() {
    [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

is_wanted_java() {
    [ "$(java_release "$1" || true)" = "$wanted_java" ]
}

find_java() {
    for home in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/*"$wanted_java"* /opt/*jdk*"$wanted_java"* /opt/java/* \
        "${HOME:-/nowhere}"/.sdkman/candidates/java/"$wanted_java"* "${HOME:-/nowhere}"/.jdks/*"$wanted_java"* \
        /Library/Java/JavaVirtualMachines/*"$wanted_java"*/Contents/Home; do
        if is_wanted_java "$home"; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
    done
    return 1
}

install_java() {
    may_install || return 1
    refresh_package_lists
    for package in "openjdk-$wanted_java-jdk-headless" "temurin-$wanted_java-jdk"; do
        if [ -n "$(offered_version "$package")" ] && install_packages "$package"; then
            return 0
        fi
    done
    return 1
}

need_java() {
    find_java && return 0
    install_java && find_java && return 0
    fail "this needs a JDK $wanted_java. Install Eclipse Temurin $wanted_java (https://adoptium.net/installation/linux," \
        "package temurin-$wanted_java-jdk) or your distribution's openjdk-$wanted_java-jdk-headless, or set JAVA_HOME to one."
}

need_maven() {
    need_java
    need_program mvn maven
}

# $maven_within may hold a command to run it through.
maven() {
    # shellcheck disable=SC2086 # a command in words, or none
    (cd "$INLAY_HOME" && ${maven_within:-} mvn -q -Dstyle.color=never "$@")
}
