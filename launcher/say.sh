# What the launcher tells people. Always on standard error: standard output belongs to the command that runs.

say() {
    printf 'inlay: %s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# told WHAT LOG COMMAND…: says what begins, keeps what the command prints in LOG, shows its end when it fails.
told() {
    told_what=$1
    told_log=$2
    shift 2
    mkdir -p "${told_log%/*}"
    say "$told_what …"
    if "$@" >"$told_log" 2>&1 </dev/null; then
        return 0
    fi
    say "$told_what failed; the end of $told_log:"
    tail -n 25 "$told_log" >&2
    return 1
}
