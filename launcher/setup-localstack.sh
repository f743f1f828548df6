# LocalStack's image: the official one where an image registry answers, the same program made here where none does.

# Later ones ask for a licence key.
localstack_official=localstack/localstack:4.14.0
localstack_recipe=$INLAY_HOME/launcher/localstack

# The image's name is in INLAY_LOCALSTACK_IMAGE afterwards; it ends in the hash of what it was made from.
need_localstack() {
    need_docker
    INLAY_LOCALSTACK_IMAGE=inlay-test/localstack:$(localstack_hash)
    export INLAY_LOCALSTACK_IMAGE
    ! docker image inspect "$INLAY_LOCALSTACK_IMAGE" >/dev/null 2>&1 || return 0
    # Whether a registry answers shows at once; the pull itself may take as long as making it does.
    if timeout 20 docker manifest inspect "$localstack_official" >/dev/null 2>&1 &&
        timeout 300 docker pull -q "$localstack_official" >/dev/null 2>&1; then
        docker tag "$localstack_official" "$INLAY_LOCALSTACK_IMAGE"
        return 0
    fi
    need_python
    need_program mmdebstrap mmdebstrap
    told "making LocalStack's image (two minutes, once)" "$INLAY_HOME/target/launcher/localstack.log" make_localstack ||
        fail "could not make LocalStack's image."
}

localstack_hash() {
    (cd "$INLAY_HOME/launcher" && find localstack setup-localstack.sh -type f | LC_ALL=C sort | xargs cat) |
        sha256sum | cut -c 1-16
}

make_localstack() (
    set -e
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    # Its Python is the one LocalStack needs, 3.13.
    debian_image inlay-test/trixie trixie --include=python3,ca-certificates
    make_localstack_packages "$work"
    cp "$localstack_recipe/Dockerfile" "$localstack_recipe/docker-entrypoint.sh" "$work/context"
    DOCKER_BUILDKIT=0 docker build --tag "$INLAY_LOCALSTACK_IMAGE" "$work/context"
    docker rmi inlay-test/trixie
)

# Site packages for that Python, put together by the machine's own.
make_localstack_packages() {
    packages=$1/context/site-packages
    mkdir -p "$packages"
    python3 -m venv "$1/tools"
    pip="$1/tools/bin/pip --disable-pip-version-check -q"
    $pip install setuptools wheel
    $pip wheel --no-deps --require-hashes --wheel-dir "$1/wheels" -r "$localstack_recipe/sources.txt"
    cp -r "$localstack_recipe/dynamodb" "$1/dynamodb"
    $pip wheel --no-deps --no-build-isolation --wheel-dir "$1/wheels" "$1/dynamodb"
    for_python="--target $packages --python-version 3.13 --implementation cp --only-binary :all: --no-deps"
    # shellcheck disable=SC2086 # options in words
    $pip install $for_python --require-hashes -r "$localstack_recipe/requirements.txt"
    # shellcheck disable=SC2086 # options in words
    $pip install $for_python --no-index "$1"/wheels/*.whl
    rm -rf "$packages/bin" "$packages/awscli/examples"
}
