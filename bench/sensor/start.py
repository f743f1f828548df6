"""How long the sensor needs until the application runs: two clock readings in one container, around it and without it."""

import statistics

from containers import docker

WITHOUT = 'echo $EPOCHREALTIME; exec bash -c "echo \\$EPOCHREALTIME"'
WITH = 'echo $EPOCHREALTIME; exec /.inlay/sensor -- bash -c "echo \\$EPOCHREALTIME"'


def start_to_exec_ms(image, cpus, times=15):
    """Medians over starts in containers of their own: what the sensor adds to an exec."""
    return max(0.0, _median(image, WITH, cpus, times) - _median(image, WITHOUT, cpus, times))


def _median(image, script, cpus, times):
    return statistics.median(_one(image, script, cpus) for _ in range(times))


def _one(image, script, cpus):
    said = docker("run", "--rm", "--cpus", str(cpus), "--cpuset-cpus", "0", "--entrypoint", "bash", image, "-c", script)
    before, after = said.split()[:2]
    return (float(after) - float(before)) * 1000
