#!/bin/sh
# Stands where the official image's entrypoint does: Testcontainers runs exactly this path.
set -e
# The services that call others through an SDK need credentials, whatever they are.
export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-test}" AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-test}"
exec /opt/localstack/venv/bin/python -m localstack.runtime.main
