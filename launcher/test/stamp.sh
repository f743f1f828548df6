# A second run builds nothing; a changed file builds again.

mkdir -p "$INLAY_HOME/part/target" "$INLAY_HOME/target/launcher"
echo one >"$INLAY_HOME/part/source"
echo result >"$INLAY_HOME/part/target/result"
before=$(hash_of part)
mark_built part "$before"

is_built part "$(hash_of part)" "$INLAY_HOME/part/target/result" && again=no || again=yes
expect "does not build what did not change" no "$again"

echo other >"$INLAY_HOME/part/target/result"
expect "does not take results for inputs" "$before" "$(hash_of part)"

rm "$INLAY_HOME/part/target/result"
is_built part "$(hash_of part)" "$INLAY_HOME/part/target/result" && again=no || again=yes
expect "builds again what was removed" yes "$again"

echo two >"$INLAY_HOME/part/source"
[ "$(hash_of part)" = "$before" ] && changed=no || changed=yes
expect "sees a changed file" yes "$changed"

echo one >"$INLAY_HOME/part/source"
mv "$INLAY_HOME/part/source" "$INLAY_HOME/part/renamed"
[ "$(hash_of part)" = "$before" ] && changed=no || changed=yes
expect "sees a renamed file" yes "$changed"
