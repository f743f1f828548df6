# What has to be built for what, each only when its inputs changed. Each returns 1 when it could not be built.

sensor_layer=$INLAY_HOME/sensor/target/layer/linux-amd64/layer.json

build_sensor() {
    sensor_hash=$(hash_of sensor)
    is_built sensor "$sensor_hash" "$sensor_layer" && return 0
    need_rust
    told "building the sensor (two minutes the first time)" "$INLAY_HOME/target/launcher/sensor.log" \
        make_sensor_layer || return 1
    mark_built sensor "$sensor_hash"
}

make_sensor_layer() {
    (cd "$INLAY_HOME/sensor" && cargo build --release --locked) && sh "$INLAY_HOME/sensor/layer.sh"
}

jar_of() {
    version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$INLAY_HOME/pom.xml")
    printf '%s/%s/target/inlay-%s-%s.jar' "$INLAY_HOME" "$1" "$1" "$version"
}

# All modules, and for each the class path to run it with. The sensor's layer travels in one of the jars.
build_java() {
    build_sensor || return 1
    java_hash=$(hash_of pom.xml .mvn shared functions local infra-cdk e2e/pom.xml e2e/src)-$(cksum <"$sensor_layer" | tr ' ' -)
    is_built java "$java_hash" "$(jar_of local)" "$(jar_of infra-cdk)" "$(jar_of e2e)" \
        "$INLAY_HOME/e2e/target/class-path" && return 0
    need_maven
    told "building the Java modules (a few minutes the first time)" "$INLAY_HOME/target/launcher/java.log" \
        maven -DskipTests package dependency:build-classpath \
        -DincludeScope=runtime -Dmdep.outputFile=target/class-path || return 1
    remember_classes
    mark_built java "$java_hash"
}

# Lets a JVM write down what the commands load, so that each starts in a fraction of the time. Nothing depends on it.
remember_classes() {
    need_java
    rm -f "$aot_cache"
    # shellcheck disable=SC2086 # two options
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput="$aot_cache" $quiet_cache \
        --enable-native-access=ALL-UNNAMED -cp "$(jar_of local):$(cat "$INLAY_HOME/local/target/class-path")" \
        dev.inlay.local.cli.Rehearsal >"$INLAY_HOME/target/launcher/rehearsal.log" 2>&1 || rm -f "$aot_cache"
}

# build_stack ARCHITECTURE: what the stack carries into an account: the functions' jars, and the image of the task.
build_stack() {
    build_java && build_task_image "$1"
}

# Somebody else's application, with a build of its own.
build_shop() {
    shop_hash=$(hash_of e2e/shop)
    is_built shop "$shop_hash" "$INLAY_HOME/e2e/shop/target/shop.jar" "$INLAY_HOME/e2e/shop/target/lib" && return 0
    need_maven
    told "building the shop" "$INLAY_HOME/target/launcher/shop.log" maven -f e2e/shop/pom.xml package || return 1
    mark_built shop "$shop_hash"
}

build_everything() {
    one_at_a_time
    build_java || exit 1
    let_others_build
}
