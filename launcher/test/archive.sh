# An image is named by what is in it, whenever and by whomever it was put there.

. "$here/../archive.sh"
image=$INLAY_HOME/image
mkdir -p "$image/root/bin" "$image/root/data"
echo program >"$image/root/bin/program"

made() {
    layer_of "$image/root" "$image/layer.tar" --exclude=./data
    add_owned "$image/root" "$image/layer.tar" 65532 ./data
    archive_of "$image/$1.tar" inlay/test:1 amd64 '{"User":"65532"}' "$image/layer.tar"
}

made one
touch -d 2001-01-01 "$image/root/bin/program"
made two
expect "makes the same image of the same files" "$(sha256_of "$image/one.tar")" "$(sha256_of "$image/two.tar")"
echo other >"$image/root/bin/program"
made three
expect "makes another of others" different \
    "$([ "$(sha256_of "$image/one.tar")" = "$(sha256_of "$image/three.tar")" ] && echo same || echo different)"
mkdir "$image/read"
tar -xf "$image/three.tar" -C "$image/read"
config=$(sed 's/.*"Config":"\([^"]*\)".*/\1/' "$image/read/manifest.json")
expect "names the configuration by its hash" "$config" "$(sha256_of "$image/read/$config").json"
layer=$(sed 's/.*"diff_ids":\["sha256:\([0-9a-f]*\)"\].*/\1/' "$image/read/$config")
expect "names a layer by its hash" "$layer" "$(sha256_of "$image/read/$layer.tar")"
expect "gives what is somebody else's to him" 65532/65532 \
    "$(tar -tvf "$image/read/$layer.tar" --numeric-owner | awk '$NF == "./data/" { print $2 }')"
expect "lists nothing twice" "" "$(tar -tf "$image/read/$layer.tar" | sort | uniq -d)"
