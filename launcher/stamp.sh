# Nothing is built twice: a stamp keeps the hash of what a build was made from.

# The hash of everything under the given paths, of their names, and of where the repository stands.
hash_of() {
    {
        printf '%s\n' "$INLAY_HOME"
        cd "$INLAY_HOME" || exit 1
        find "$@" \( -name target -o -name node_modules \) -prune -o -type f -print0 |
            LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum | cut -c 1-64
}

stamp_file() {
    printf '%s/target/launcher/%s.stamp' "$INLAY_HOME" "$1"
}

# is_built NAME HASH RESULT…: the stamp says so, and every result still exists.
is_built() {
    [ "$(cat "$(stamp_file "$1")" 2>/dev/null)" = "$2" ] || return 1
    shift 2
    for result in "$@"; do
        [ -e "$result" ] || return 1
    done
}

mark_built() {
    printf '%s\n' "$2" >"$(stamp_file "$1")"
}

# Two runs in one working copy must not build over each other.
one_at_a_time() {
    mkdir -p "$INLAY_HOME/target/launcher"
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$INLAY_HOME/target/launcher/lock"
        flock -n 9 || { say "waiting for another ./inlay that builds here …" && flock 9; }
    fi
}

let_others_build() {
    exec 9>&-
}
