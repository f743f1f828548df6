"""What is measured: real servers with their usual clients, and a program that does nothing but start programs."""

import dataclasses
import re
import subprocess
import tempfile
import time


# One line per program started: the seconds it took. bash has a clock of its own, so that looking costs no program.
FORKS = 'while :; do a=$EPOCHREALTIME; /bin/true; b=$EPOCHREALTIME; echo "$a $b"; done'


@dataclasses.dataclass(frozen=True)
class Load:
    """What one measurement gave."""

    requests: int
    seconds: float
    p99_ms: float


class Nginx:
    """A small static file, a new open for each request, 8 connections that stay."""

    name = "nginx, static file"
    base = "nginx"
    arguments = ()
    options = ("--log-driver", "none")

    def ready(self, server, images):
        server.wait_until("nginx", lambda: self.load(server, images, 1) is not None)

    def load(self, server, images, seconds):
        try:
            said = server.client(images["wrk"], "--threads", "1", "--connections", "8", "--duration", f"{seconds}s",
                                 "--latency", "http://127.0.0.1/index.nginx-debian.html")
        except RuntimeError:
            return None
        done = re.search(r"(\d+) requests in ([\d.]+)(m?s)", said)
        p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
        if "Non-2xx" in said or not done or not p99:
            return None
        took = float(done[2]) / (1000 if done[3] == "ms" else 1)
        return Load(int(done[1]), took, float(p99[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p99[2]])


class Redis:
    """GET, 16 connections that stay, one request at a time on each."""

    name = "redis, GET"
    base = "redis"
    arguments = ()
    options = ()
    rate = 5_000

    def ready(self, server, images):
        server.wait_until("redis", lambda: self._measure(server, images, 100) is not None)
        self.rate = 5_000

    def load(self, server, images, seconds):
        """redis-benchmark takes a number, not a time: the first, short load finds out how many."""
        load = self._measure(server, images, max(1000, int(self.rate * seconds)))
        if load:
            self.rate = load.requests / load.seconds
        return load

    def _measure(self, server, images, requests):
        began = time.monotonic()
        try:
            said = server.client(images["redis"], "-t", "get", "-n", str(requests), "-c", "16", "--csv",
                                 entrypoint="redis-benchmark")
        except RuntimeError:
            return None
        rows = [row.strip('"').split('","') for row in said.splitlines() if row.startswith('"GET"')]
        if not rows or time.monotonic() - began <= 0:
            return None
        return Load(requests, requests / float(rows[0][1]), float(rows[0][6]))


class Postgres:
    """pgbench, select only, 4 connections that stay."""

    name = "postgres, select"
    base = "postgres"
    arguments = ()
    options = ("--env", "POSTGRES_PASSWORD=bench", "--shm-size", "256m")
    password = ("--env", "PGPASSWORD=bench")
    # PostgreSQL looks for tables to clean up once a minute.
    clean_up_seconds = 65

    def ready(self, server, images):
        server.wait_until("postgres", lambda: self._pgbench(server, images, "pgbench -i -q -s 5") is not None)

    def load(self, server, images, seconds):
        said = self._pgbench(server, images,
                             f"cd /tmp && pgbench -S -n -c 4 -j 1 -T {seconds} -l >/dev/null && "
                             "cat pgbench_log.* | cut -d ' ' -f 3 | sort -n | "
                             "awk '{ took[NR] = $1 } END { print NR, took[int(NR * 0.99)] }'")
        # Where the machine is so busy that nothing was answered there is no slowest answer.
        if not said or len(said.split()) < 2:
            return None
        requests, p99 = said.split()[-2:]
        return Load(int(requests), float(seconds), float(p99) / 1000)

    def exercise(self, server, images):
        """What a server does now and then rather than all the time: tables that go, checkpoints, its own clean-up, log
        segments that are used again. A policy made of a minute of SELECTs would not have it."""
        for _ in range(2):
            if not self._pgbench(server, images, "pgbench -i -q -s 5; pgbench -n -c 4 -t 2000; vacuumdb --analyze; "
                                                 "psql -c 'VACUUM FULL' -c CHECKPOINT -c 'SELECT pg_switch_wal()'"):
                raise RuntimeError(f"exercising {server.name} failed; it said:\n{server.said()}")
        time.sleep(self.clean_up_seconds)

    def _pgbench(self, server, images, script):
        try:
            return server.client(images["postgres"], "-c",
                                 "export PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres; set -e; " + script,
                                 entrypoint="bash", options=self.password) + " "
        except RuntimeError:
            return None


class Forks:
    """/bin/true from a shell, one after the other."""

    name = "fork and exec"
    base = "debian"
    arguments = ("bash", "-c", FORKS)
    options = ()

    def ready(self, server, images):
        server.wait_until("the loop", lambda: "." in server.said())

    def load(self, server, images, seconds):
        # Into a file: a pipe that nobody reads meanwhile is full after some 1,800 lines, and the rest would not be counted.
        with tempfile.TemporaryFile("w+") as told:
            follow = subprocess.Popen(("docker", "logs", "--follow", "--tail", "0", server.name),
                                      stdout=told, stderr=subprocess.DEVNULL)
            try:
                time.sleep(seconds)
            finally:
                follow.terminate()
                follow.wait()
            told.seek(0)
            lines = [line.split() for line in told]
        took = sorted(float(pair[1]) - float(pair[0]) for pair in lines if len(pair) == 2)
        return Load(len(took), float(seconds), took[int(len(took) * 0.99)] * 1000) if took else None


ALL = {"nginx": Nginx, "redis": Redis, "postgres": Postgres, "forks": Forks}
