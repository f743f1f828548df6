# Packages for other images come from where the machine's own do.

mirror_of() (
    set -e
    . "$here/../setup-apt.sh"
    debian_mirror "$1"
)

mkdir -p "$INLAY_HOME/new/sources.list.d" "$INLAY_HOME/old" "$INLAY_HOME/other/sources.list.d"
printf 'Types: deb\nURIs: https://mirror.example/a/debian\nSuites: bookworm\n\nURIs: https://mirror.example/a/debian-security\n' \
    >"$INLAY_HOME/new/sources.list.d/debian.sources"
printf '# deb http://no.example/debian bookworm main\ndeb [signed-by=/k] http://mirror.example/debian/ bookworm main\n' \
    >"$INLAY_HOME/old/sources.list"
printf 'URIs: http://archive.example/ubuntu\n' >"$INLAY_HOME/other/sources.list.d/ubuntu.sources"

expect "takes the machine's mirror" https://mirror.example/a/debian "$(mirror_of "$INLAY_HOME/new")"
expect "takes it from a list of the old form" http://mirror.example/debian/ "$(mirror_of "$INLAY_HOME/old")"
expect "takes Debian's own servers elsewhere" http://deb.debian.org/debian "$(mirror_of "$INLAY_HOME/other")"
