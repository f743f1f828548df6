"""Inlay and the tools that come nearest to it, each as a command that puts a sensor into one image."""

import functools
import json
import os
import pathlib
import shutil
import subprocess

HOME = pathlib.Path(__file__).resolve().parents[2]
WORK = HOME / "target/bench"
CRANE = "github.com/google/go-containerregistry/cmd/crane@v0.22.1"
BUILT = pathlib.Path(os.environ.get("INLAY_CACHE", pathlib.Path.home() / ".cache/inlay"))
JDK_AND_MAVEN = 'for part in say setup-apt setup-java; do . "launcher/$part.sh"; done; need_maven >&2; printf %s "$JAVA_HOME"'


# Put before every command that is measured.
first = ()


def measured(*command):
    return run(*first, *command)


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr}{done.stdout}")
    return done.stdout


def sensor_layer():
    """The file, and the program in it."""
    return HOME / "sensor/target/layer/linux-amd64/layer.tar.gz"


class Inlay:
    """As people call it, once everything is built. Returns the milliseconds of the work itself."""

    name = "./inlay instrument"

    def prepare(self):
        run(HOME / "inlay", "build")

    def instrument(self, image, _):
        return json.loads(measured(HOME / "inlay", "instrument", image, "--json"))["millis"]


class InlayWithoutCache(Inlay):
    """The same program, with neither the launcher nor the classes that it remembers."""

    name = "inlay without AOT cache"

    def prepare(self):
        path = (HOME / "local/target/class-path").read_text()
        self.path = f"{next(HOME.glob('local/target/inlay-local-*.jar'))}:{path}"

    def instrument(self, image, _):
        said = measured(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                        "-cp", self.path, "dev.inlay.local.cli.Inlay", "instrument", image, "--json")
        return json.loads(said)["millis"]


class Crane:
    name = "crane mutate --append"

    def prepare(self):
        """What `./inlay test contract` built is taken; otherwise it is built here."""
        built = sorted(BUILT.glob("registries-*/crane"))
        self.program = built[-1] if built else WORK / "bin/crane"
        if not self.program.exists():
            run("go", "install", CRANE, env={**os.environ, "GOBIN": str(WORK / "bin")})

    def instrument(self, image, _):
        measured(self.program, "mutate", image, "--append", sensor_layer(), "--entrypoint", "/.inlay/sensor,--,/app",
                 "--tag", image + "-crane")


@functools.cache
def java():
    """The JDK's, found or installed as `./inlay` does it; Maven is told of it as well."""
    os.environ["JAVA_HOME"] = run("sh", "-c", JDK_AND_MAVEN, cwd=HOME, env={**os.environ, "INLAY_HOME": str(HOME)})
    return os.environ["JAVA_HOME"] + "/bin/java"


class JibCore:
    name = "jib-core"

    def prepare(self):
        folder = HOME / "bench/instrument/jib"
        made = WORK / "jib"
        made.mkdir(parents=True, exist_ok=True)
        if not (made / "class-path").exists():
            java()
            run("mvn", "-q", "-f", folder / "pom.xml", "dependency:build-classpath",
                f"-Dmdep.outputFile={made}/class-path")
        self.path = (made / "class-path").read_text()
        run(java() + "c", "-d", made, "-cp", self.path, folder / "Append.java")
        run("tar", "-xzf", sensor_layer(), "-C", made)
        self.made = made

    def instrument(self, image, empty):
        measured(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-DsendCredentialsOverHttp=true", "-cp",
                 f"{self.made}:{self.path}", "Append", image, image + "-jib", self.made / ".inlay/sensor", empty)


class Buildah:
    name = "buildah"

    def prepare(self):
        if not shutil.which("buildah"):
            raise RuntimeError("no buildah: apt-get install buildah")
        made = WORK / "jib"
        made.mkdir(parents=True, exist_ok=True)
        run("tar", "-xzf", sensor_layer(), "-C", made)
        self.sensor = made / ".inlay/sensor"

    def instrument(self, image, empty):
        """In a store with nothing in it, as a pipeline's fresh machine has."""
        buildah = ("buildah", "--root", f"{empty}/root", "--runroot", f"{empty}/run", "--storage-driver", "overlay")
        container = measured(*buildah, "from", "--tls-verify=false", image).strip()
        measured(*buildah, "copy", container, self.sensor, "/.inlay/sensor")
        measured(*buildah, "config", "--entrypoint", '["/.inlay/sensor","--","/app"]', container)
        measured(*buildah, "commit", "--quiet", container, "made")
        measured(*buildah, "push", "--quiet", "--tls-verify=false", "made", f"docker://{image}-buildah")
