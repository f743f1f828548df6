#!/bin/sh
# Runs what a user mounted to prepare the server, then the server.
set -e

for script in /docker-entrypoint.d/*.sh; do
    [ ! -x "$script" ] || "$script"
done
exec "$@"
