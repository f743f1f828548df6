# What needs no set-up answers at once, and scripts can tell outcomes apart.

launcher=$here/../../inlay

"$launcher" no-such-command 2>/dev/null && code=0 || code=$?
expect "says 2 to a command that does not exist" 2 "$code"
"$launcher" test no-such-part >/dev/null 2>&1 && code=0 || code=$?
expect "says 2 to a part that does not exist" 2 "$code"
"$launcher" >/dev/null && code=0 || code=$?
expect "explains itself when called alone" 0 "$code"
expect "explains itself the same way when asked" "$("$launcher")" "$("$launcher" help)"
ln -s "$launcher" "$INLAY_HOME/link"
expect "can be called through a link" "$("$launcher")" "$("$INLAY_HOME/link")"
