# ./inlay test: every part, one line each as it ends, and the sum as the last line.

. "$INLAY_HOME/launcher/count.sh"

test_logs=$INLAY_HOME/target/test-logs
all_passed=0
all_failed=0

run_tests() {
    parts=
    for argument in "$@"; do
        case $argument in
        unit | contract | sensor | e2e | console) parts="$parts $argument" ;;
        # The full matrices that a normal run samples in rotation.
        --long)
            export INLAY_LONG=true
            part_limit=7200
            ;;
        --help | -h) usage && exit 0 ;;
        *) say "there is no part '$argument' to test: unit, contract, sensor, e2e or console." && exit 2 ;;
        esac
    done
    # A run with nobody at the terminal: what was skipped did not hold.
    mkdir -p "$test_logs"
    one_at_a_time
    for part in ${parts:-unit contract sensor e2e console}; do
        started=$(date +%s)
        "test_$part"
    done
    printf '%s passed, %s failed\n' "$all_passed" "$all_failed"
    [ "$all_failed" = 0 ]
}

# A part that hangs is a failure, not the end of the whole run. In seconds; several times what a slow machine needs.
part_limit=1800

within_limit() {
    timeout --kill-after=30 "$part_limit" "$@"
}

# part_ended NAME LOG PASSED FAILED SKIPPED
part_ended() {
    skipped_note=
    passed_here=$3
    failed_here=$4
    if [ "$5" != 0 ]; then
        skipped_note=", $5 skipped"
        [ -z "${CI:-}" ] || { failed_here=$((failed_here + $5)) && skipped_note=", of these $5 skipped"; }
    fi
    all_passed=$((all_passed + passed_here))
    all_failed=$((all_failed + failed_here))
    printf '%-9s %s passed, %s failed%s (%s s)\n' "$1:" "$passed_here" "$failed_here" "$skipped_note" \
        $(($(date +%s) - started))
    [ "$failed_here" = 0 ] || [ ! -e "$2" ] || tail -n 80 "$2"
}

# part_broke NAME LOG: it could not even be built, or it ended without saying which test was to blame.
part_broke() {
    part_ended "$1" "$2" 0 1 0
}

test_unit() {
    test_launcher
    prepared unit need_maven need_node need_cfn_lint || return 0
    test_java unit -Dgroups= -DexcludedGroups=docker,registry,emulator -Dinlay.cfn-lint="$cfn_lint"
}

test_launcher() {
    launcher_log=$test_logs/launcher.log
    if sh "$INLAY_HOME/launcher/test/run" >"$launcher_log" 2>&1; then
        launcher_result=0
    else
        launcher_result=1
    fi
    # shellcheck disable=SC2046 # three numbers
    part_ended launcher "$launcher_log" $(grep -c '^ok' "$launcher_log" || true) \
        "$(grep -c '^not ok' "$launcher_log" || true)" 0
    [ "$launcher_result" = 0 ] || grep -q '^not ok' "$launcher_log" || part_broke launcher "$launcher_log"
}

# prepared PART STEP…: what cannot be set up or built is a failure of the part, not of the whole run. The steps end
# the shell they run in when they fail, so a subshell tries them first; the second time they only set variables.
prepared() {
    prepared_part=$1
    shift
    for step in "$@"; do
        if ("$step"); then
            "$step"
        else
            echo "$step did not succeed; what it said is above." >"$test_logs/$prepared_part.log"
            part_broke "$prepared_part" "$test_logs/$prepared_part.log"
            return 1
        fi
    done
}

test_contract() {
    prepared contract need_maven need_registry need_go_registries need_node need_moto need_localstack build_sensor || return 0
    test_java contract -Dgroups=registry,emulator -DexcludedGroups=docker -Dspotless.check.skip=true \
        -Dinlay.registries="$go_programs"
}

test_e2e() {
    prepared e2e need_maven need_containers need_builders need_moto build_java build_task_image build_other_task_image build_shop build_image \
        build_other_sensor build_other_machine || return 0
    test_java e2e -Dgroups=docker -DexcludedGroups= -Dspotless.check.skip=true \
        -Dinlay.registries="$go_programs"
}

# test_java PART MAVEN-OPTION…: all modules, whatever fails in one of them.
test_java() {
    java_part=$1
    java_log=$test_logs/$java_part.log
    shift
    find "$INLAY_HOME" -path '*/target/surefire-reports/TEST-*.xml' -delete
    broke=
    maven_within=within_limit
    maven -fae -Dmaven.test.failure.ignore=true ${INLAY_LONG:+-Dinlay.long=true} "$@" test \
        >"$java_log" 2>&1 </dev/null || broke=yes
    maven_within=
    reports=$test_logs/$java_part
    rm -rf "$reports"
    mkdir -p "$reports"
    find "$INLAY_HOME" -path "$INLAY_HOME/target" -prune -o -path '*/target/surefire-reports/TEST-*.xml' \
        -exec cp {} "$reports" \;
    # shellcheck disable=SC2046 # three numbers
    part_ended "$java_part" "$java_log" $(count_surefire "$reports")
    for outcome in failure error skipped; do
        named_in_surefire "$outcome" "$reports" | sed "s/^/  $outcome: /"
    done
    [ -z "$broke" ] || part_broke "$java_part" "$java_log"
}

test_sensor() {
    prepared sensor need_rust_lints need_containers || return 0
    sensor_check format fmt --all --check
    sensor_check lints clippy --locked --workspace --all-targets -- -D warnings
    cargo_log=$test_logs/sensor.log
    broke=
    sensor_cargo test --locked --workspace --no-fail-fast >"$cargo_log" 2>&1 </dev/null || broke=yes
    # shellcheck disable=SC2046 # three numbers
    set -- $(count_cargo "$cargo_log")
    if [ -n "$broke" ]; then
        told_by_cargo "$cargo_log" >"$cargo_log.failures" || true
    fi
    part_ended sensor "$cargo_log.failures" "$@"
    named_in_cargo "$cargo_log" | sed 's/^/  /'
    [ -z "$broke" ] || [ "$2" != 0 ] || part_broke sensor "$cargo_log"
}

sensor_cargo() {
    (cd "$INLAY_HOME/sensor" && within_limit cargo "$@")
}

# sensor_check NAME CARGO-ARGUMENT…: counts as one test.
sensor_check() {
    check=$1
    shift
    if sensor_cargo "$@" >"$test_logs/$check.log" 2>&1 </dev/null; then
        part_ended "$check" "$test_logs/$check.log" 1 0 0
    else
        part_ended "$check" "$test_logs/$check.log" 0 1 0
    fi
    started=$(date +%s)
}

test_console() {
    [ -e "$INLAY_HOME/console/package.json" ] || { say "there is no web console in this version to test." && return 0; }
    need_program npm npm
    npm_log=$test_logs/console.log
    if (cd "$INLAY_HOME/console" && npm ci && npm test) >"$npm_log" 2>&1 </dev/null; then
        part_ended console "$npm_log" 1 0 0
    else
        part_broke console "$npm_log"
    fi
}
