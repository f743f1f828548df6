# Counts what test tools wrote. Prints "PASSED FAILED SKIPPED".

surefire_reports() {
    find "$1" -name 'TEST-*.xml' -exec cat {} +
}

# count_surefire FOLDER: the suites' own attributes, one element per report.
count_surefire() {
    surefire_reports "$1" | tr '\n' ' ' | sed 's/<testsuite /\n<testsuite /g' | awk '
        function number(name) {
            if (!match($0, " " name "=\"[0-9]+\"")) return 0
            return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0
        }
        /^<testsuite / {
            bad = number("failures") + number("errors")
            passed += number("tests") - bad - number("skipped")
            failed += bad
            skipped += number("skipped")
        }
        END { print passed + 0, failed + 0, skipped + 0 }'
}

# named_in_surefire OUTCOME FOLDER: "Class method" of each test with that outcome (failure, error or skipped).
named_in_surefire() {
    surefire_reports "$2" | awk -v outcome="$1" '
        function attribute(name) {
            if (!match($0, " " name "=\"[^\"]*\"")) return "?"
            return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
        }
        /<testcase / { test = attribute("classname") " " attribute("name") }
        index($0, "<" outcome) { print test }'
}

# count_cargo LOG: the "test result:" line of every test binary.
count_cargo() {
    awk '/^test result:/ {
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) passed += $(i - 1)
                if ($i ~ /^failed/) failed += $(i - 1)
                if ($i ~ /^ignored/) skipped += $(i - 1)
            }
        }
        END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# named_in_cargo LOG: the tests that failed or were skipped.
named_in_cargo() {
    sed -n 's/^test \(.*\) \.\.\. FAILED$/failure: \1/p; s/^test \(.*\) \.\.\. ignored.*$/skipped: \1/p' "$1"
}

# told_by_cargo LOG: what the failed tests said, or the errors of a build.
told_by_cargo() {
    awk '/^failures:$/ { said = 1 } /^test result:/ { said = 0 } said && !/stack backtrace:/ && !/^ +([0-9]+:|at )/' "$1" | head -n 80 | grep . ||
        grep -A 12 '^error' "$1" | head -n 80
}
