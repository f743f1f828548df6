# Python programs that the tests look at, each with all it needs in a folder of its own, locked to the byte.

# The module that makes such folders is a package of its own on Debian.
need_python() {
    need_program python3 python3 python3-venv
    python3 -c 'import ensurepip, venv' 2>/dev/null && return 0
    may_install || fail "this needs Python's venv. Debian, Ubuntu: sudo apt-get install python3-venv. Then run this again."
    install_packages python3-venv || fail "could not install python3-venv."
    python3 -c 'import ensurepip, venv' || fail "python3-venv is installed, but Python still has no venv."
}

# need_python_tools NAME: what launcher/python/NAME.txt locks is in $python_tools/bin afterwards. The folder is named by
# the lock and by the Python it was made with; one that was not finished is made anew.
need_python_tools() {
    python_lock=$INLAY_HOME/launcher/python/$1.txt
    need_python
    python_hash=$({ python3 --version && cat "$python_lock"; } | sha256sum | cut -c 1-16)
    python_tools=$INLAY_HOME/target/launcher/python/$1-$python_hash
    [ -e "$python_tools/done" ] && return 0
    rm -rf "$python_tools"
    told "fetching $1 for Python" "$INLAY_HOME/target/launcher/$1.log" make_python_tools || fail "could not set up $1."
    touch "$python_tools/done"
}

make_python_tools() {
    mkdir -p "$python_tools" &&
        python3 -m venv "$python_tools" &&
        "$python_tools/bin/pip" install -q --disable-pip-version-check \
            --require-hashes --only-binary :all: --no-deps -r "$python_lock"
}

# Emulators that tests start: found in PATH.
need_moto() {
    need_python_tools moto
    PATH=$python_tools/bin:$PATH
    export PATH
}
