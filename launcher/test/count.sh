# Counting is what a green run rests on.

reports=$INLAY_HOME/reports
mkdir -p "$reports" "$INLAY_HOME/none"
cat >"$reports/TEST-one.xml" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="x" name="dev.inlay.OneTest" time="0.1" tests="5" errors="1" skipped="1" failures="1" flakes="0">
  <testcase name="holds" classname="dev.inlay.OneTest" time="0.001"/>
  <testcase name="breaks" classname="dev.inlay.OneTest" time="0.001">
    <failure message="&lt;testsuite tests=&quot;9&quot;">wanted 1</failure>
  </testcase>
  <testcase name="throws" classname="dev.inlay.OneTest" time="0.001">
    <error message="boom"/>
  </testcase>
  <testcase name="waits" classname="dev.inlay.OneTest" time="0.001"><skipped/></testcase>
  <testcase name="holdsToo" classname="dev.inlay.OneTest" time="0.001"/>
</testsuite>
END
cat >"$reports/TEST-two.xml" <<'END'
<testsuite name="dev.inlay.TwoTest"
           tests="3" errors="0" skipped="0" failures="0">
</testsuite>
END
cat >"$INLAY_HOME/cargo.log" <<'END'
running 3 tests
test ending::waits ... FAILED
test ending::holds ... ok
test cost_of_it ... ignored, a measurement
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
END

expect "adds up the suites of all modules" "5 2 1" "$(count_surefire "$reports")"
expect "counts nothing where nothing ran" "0 0 0" "$(count_surefire "$INLAY_HOME/none")"
expect "names the test that failed" "dev.inlay.OneTest breaks" "$(named_in_surefire failure "$reports")"
expect "names the test that threw" "dev.inlay.OneTest throws" "$(named_in_surefire error "$reports")"
expect "names the test that was skipped" "dev.inlay.OneTest waits" "$(named_in_surefire skipped "$reports")"
expect "adds up cargo's test binaries" "4 2 1" "$(count_cargo "$INLAY_HOME/cargo.log")"
expect "names cargo's failures and what it skipped" "failure: ending::waits
skipped: cost_of_it" "$(named_in_cargo "$INLAY_HOME/cargo.log")"
