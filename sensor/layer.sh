#!/bin/sh
# layer.sh [ARCHITECTURE [SENSOR [VERSION]]]
# Packs the sensor into the layer that instrumented images share: target/layer/linux-amd64/layer.tar.gz and
# layer.json {digest, diffId, size, version}. The same sensor always gives the same bytes, so that a repository
# stores the layer once and instrumenting again gives the same image: fixed order, owner, mode and time, no name
# and no time in the gzip header.
set -eu
cd "$(dirname "$0")"

architecture=${1:-amd64}
sensor=${2:-target/x86_64-unknown-linux-gnu/release/sensor}
out=target/layer/linux-$architecture
[ -f "$sensor" ] || { echo "layer.sh: there is no sensor at $sensor; build it first" >&2; exit 1; }
version=${3:-$(sed -n 's/^version *= *"\(.*\)"/\1/p' Cargo.toml | head -n 1)}
[ -n "$version" ] || { echo "layer.sh: no version in sensor/Cargo.toml" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/root/.inlay" "$out"
cp "$sensor" "$work/root/.inlay/sensor"
chmod 0755 "$work/root/.inlay" "$work/root/.inlay/sensor"

LC_ALL=C tar --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 \
    -C "$work/root" -cf "$work/layer.tar" .inlay
gzip -9 -n "$work/layer.tar" -c > "$work/layer.tar.gz"

sum() { sha256sum "$1" | cut -d ' ' -f 1; }
printf '{"version":"%s","digest":"sha256:%s","diffId":"sha256:%s","size":%s}\n' \
    "$version" "$(sum "$work/layer.tar.gz")" "$(sum "$work/layer.tar")" "$(wc -c < "$work/layer.tar.gz")" \
    > "$work/layer.json"
mv "$work/layer.tar.gz" "$work/layer.json" "$out/"
echo "sensor/$out: $(cat "$out/layer.json")"
