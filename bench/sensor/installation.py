"""Inlay as its users have it, for the time of the benchmark: a registry, a control plane, images pushed and waited for."""

import json
import pathlib
import socket
import subprocess
import tempfile
import time

from containers import RUN, command, docker

HOME = pathlib.Path(__file__).resolve().parents[2]
SETTINGS = """
version: 0.1
log: {{level: warn, accesslog: {{disabled: true}}}}
storage: {{filesystem: {{rootdirectory: "{store}"}}}}
http: {{addr: "127.0.0.1:{port}"}}
notifications:
  endpoints: [{{name: inlay, url: "http://127.0.0.1:{plane}/registry/notifications", timeout: 5s, threshold: 3, backoff: 1s}}]
"""


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Installation:
    """Ends everything it started when it is closed."""

    def __init__(self, gateway):
        self.gateway = gateway
        self.directory = tempfile.TemporaryDirectory(prefix=RUN)
        self.processes = []
        self.registry, self.plane = f"127.0.0.1:{free_port()}", free_port()
        self.server = ("--server", f"http://127.0.0.1:{self.plane}", "--data", self._path("data"))

    def __enter__(self):
        settings = self._path("registry.yml")
        port = self.registry.split(":")[1]
        pathlib.Path(settings).write_text(SETTINGS.format(store=self._path("store"), port=port, plane=self.plane))
        self._start("docker-registry", "serve", settings)
        log = self._start(str(HOME / "inlay"), "up", "--port", str(self.plane), "--listen", self.gateway,
                          "--registry", self.registry, "--data", self._path("data"))
        self._until("the control plane to be ready", lambda: "Inlay listens on" in log.read_text(), log)
        self.inlay("enrol", "bench/*")
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(timeout=30)
        self.directory.cleanup()

    def inlay(self, *arguments, check=True):
        done = subprocess.run((str(HOME / "inlay"), *arguments, *self.server), capture_output=True, text=True, timeout=300)
        if check and done.returncode != 0:
            raise RuntimeError(f"./inlay {' '.join(arguments)} ended with {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout

    def ask(self, *arguments):
        return json.loads(self.inlay(*arguments, "--json"))

    def instrumented(self, image, name):
        """Pushes an image under a name of its own and returns it as it comes out, with the reference it went in with.

        The label makes a digest of its own: each variant learns and is held to its policy by itself.
        """
        reference = f"{self.registry}/bench/{name}:1"
        command("docker", "build", "--quiet", "--label", f"inlay-bench={RUN}", "--label", f"variant={name}",
                "--tag", reference, "-", text=f"FROM {image}\n")
        docker("push", "--quiet", reference)
        self.inlay("wait", reference)
        docker("pull", "--quiet", reference + "-inlay")
        return reference + "-inlay", reference

    def _path(self, name):
        return str(pathlib.Path(self.directory.name) / name)

    def _start(self, *arguments):
        log = pathlib.Path(self._path(pathlib.Path(arguments[0]).name + ".log"))
        with log.open("w") as out:
            self.processes.append(subprocess.Popen(arguments, stdout=out, stderr=subprocess.STDOUT,
                                                   stdin=subprocess.DEVNULL))
        return log

    def _until(self, what, condition, log, seconds=120):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline or self.processes[-1].poll() is not None:
                raise RuntimeError(f"waited for {what}: {log.read_text()[-2000:]}")
            time.sleep(0.2)
