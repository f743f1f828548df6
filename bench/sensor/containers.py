"""Containers as the benchmark sees them: started, throttled, measured from outside, removed."""

import json
import os
import subprocess
import time
import uuid

RUN = "inlay-bench-" + uuid.uuid4().hex[:8]


def command(*arguments, check=True, text=None, timeout=300):
    """What a command printed. Its complaint is part of the error when it fails."""
    done = subprocess.run(arguments, input=text, capture_output=True, text=True, timeout=timeout)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def docker(*arguments, **options):
    return command("docker", *arguments, **options)


class Container:
    """One server, on the first processor; its clients are on the other one, in its network namespace."""

    def __init__(self, image, arguments=(), options=()):
        self.name = f"{RUN}-{uuid.uuid4().hex[:6]}"
        self.id = docker("run", "--detach", "--name", self.name, "--label", f"inlay-bench={RUN}",
                         "--network", RUN, "--cpuset-cpus", "0", *options, image, *arguments).strip()
        self.pid = int(docker("inspect", "--format", "{{.State.Pid}}", self.name))

    def limit(self, cpus):
        docker("update", "--cpus", str(cpus), self.name)

    def cpu_seconds(self):
        """Everything the container has used so far, sensor or tracer included: its control group says."""
        for line in open(f"/proc/{self.pid}/cgroup", encoding="ascii"):
            _, controllers, path = line.strip().split(":", 2)
            if "cpuacct" in controllers.split(","):
                for mount in ("cpuacct", "cpu,cpuacct"):
                    usage = f"/sys/fs/cgroup/{mount}{path}/cpuacct.usage"
                    if os.path.exists(usage):
                        return int(open(usage, encoding="ascii").read()) / 1e9
            stat = f"/sys/fs/cgroup{path}/cpu.stat"
            if controllers == "" and os.path.exists(stat):
                fields = dict(row.split() for row in open(stat, encoding="ascii"))
                return int(fields["usage_usec"]) / 1e6
        raise RuntimeError(f"found no CPU accounting for process {self.pid}")

    def resident_mb(self):
        """The memory of the container's first process: with a sensor, the sensor."""
        for line in open(f"/proc/{self.pid}/status", encoding="ascii"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"process {self.pid} has no resident memory")

    def client(self, image, *arguments, entrypoint=None, options=()):
        """Runs a client beside the server and returns what it printed."""
        chosen = ("--entrypoint", entrypoint) if entrypoint else ()
        return docker("run", "--rm", "--network", f"container:{self.name}", "--cpuset-cpus", "1", *chosen, *options,
                      image, *arguments)

    def wait_until(self, what, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline or not self.runs():
                raise RuntimeError(f"waited for {what}; the container said:\n{self.said()}")
            time.sleep(0.1)

    def runs(self):
        return json.loads(docker("inspect", self.name))[0]["State"]["Running"]

    def said(self):
        return command("sh", "-c", f"docker logs --tail 20 {self.name} 2>&1", check=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        docker("rm", "--force", "--volumes", self.name, check=False)


def make_network():
    """A network of this run's own; returns its gateway, where containers reach this machine."""
    docker("network", "create", "--label", f"inlay-bench={RUN}", RUN)
    return docker("network", "inspect", RUN, "--format", "{{(index .IPAM.Config 0).Gateway}}").strip()


def remove_everything():
    """Containers, images and the network of this run, whatever happened to it."""
    label = f"label=inlay-bench={RUN}"
    for kind, listing in (("rm", ("ps", "--all")), ("rmi", ("images",))):
        ids = docker(*listing, "--quiet", "--filter", label, check=False).split()
        if ids:
            extra = ("--volumes",) if kind == "rm" else ()
            docker(kind, "--force", *extra, *sorted(set(ids)), check=False)
    docker("network", "rm", RUN, check=False)
