"""What is compared: the image as it is, the same under the sensor, and the same under a tracer."""

import json
import time

from containers import RUN, Container, command, docker

# What the sensor decides or records about processes, files, the network and privileges, as far as strace can say it.
# Two differences, both in strace's favour: addressed datagrams are left out, because strace cannot tell them from
# connected ones before it stops the program; and it only writes to /dev/null what it saw, and decides nothing.
TRACED = ("execve,execveat,open,openat,openat2,creat,connect,bind,listen,unlink,unlinkat,rename,renameat,renameat2,"
          "link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,chmod,fchmodat,chown,lchown,fchownat,truncate,"
          "setuid,setgid,setreuid,setregid,setresuid,setresgid,setgroups,capset,ptrace,prctl,mount,unshare,setns")


class Original:
    """The image as its developers built it."""

    name = "original"

    def start(self, workload, image, _images):
        return Container(image, workload.arguments, workload.options)


class Strace:
    """The usual way to see a program's calls without touching the host."""

    name = "strace -f --seccomp-bpf"

    def start(self, workload, image, _images):
        config = json.loads(docker("image", "inspect", image))[0]["Config"]
        tag = f"{RUN}-strace:{workload.base}"
        command("docker", "build", "--quiet", "--network", "host", "--label", f"inlay-bench={RUN}", "--tag", tag, "-",
                text=f"FROM {image}\nUSER root\nRUN apt-get update && apt-get install -y --no-install-recommends strace\n")
        arguments = (*(config["Entrypoint"] or ()), *(workload.arguments or config["Cmd"] or ()))
        return Container(tag, ("-f", "--seccomp-bpf", "-qq", "-e", f"trace={TRACED}", "-o", "/dev/null", *arguments),
                         (*workload.options, "--entrypoint", "strace"))


class Learning:
    """The first minutes of an instrumented image: everything that is judged is seen, nothing is refused."""

    name = "Inlay, learning"

    def __init__(self, installation):
        self.installation = installation

    def start(self, workload, image, _images):
        instrumented, _ = self.installation.instrumented(image, f"{workload.base}-learn")
        return Container(instrumented, workload.arguments, workload.options)


class Blocking:
    """An instrumented image held to the policy it learnt from this very load.

    The policy is baked in, as in any image that is instrumented after its policy was made: a filter cannot change once
    the application runs, so only a container that begins with a policy has the lean one.
    """

    name = "Inlay, blocking"
    training_seconds = 12

    def __init__(self, installation):
        self.installation = installation

    def start(self, workload, image, images):
        instrumented, reference = self.installation.instrumented(image, f"{workload.base}-block")
        with Container(instrumented, workload.arguments, workload.options) as learning:
            workload.ready(learning, images)
            workload.load(learning, images, self.training_seconds)
            if hasattr(workload, "exercise"):
                workload.exercise(learning, images)
            # Frames leave every five seconds while something is new; the policy is made of what has arrived.
            time.sleep(self.training_seconds)
            self.installation.inlay("policy", "mode", reference, "block", "--wait")
        self._instrument_again(reference, instrumented)
        server = Container(instrumented, workload.arguments, workload.options)
        server.wait_until("the sensor to say that it blocks", lambda: self._blocks(server))
        return server

    def refused(self, workload):
        """What its policy refused of the load, in words. Anything at all means that less was measured than was asked for."""
        source = f"bench/{workload.base}-block:1"
        return [alert["title"] for alert in self.installation.ask("alerts")["alerts"]
                if alert["source"] == source and alert["verdict"] == "blocked"]

    def _instrument_again(self, reference, instrumented):
        before = self._id(instrumented)
        self.installation.inlay("instrument", reference)
        for _ in range(60):
            docker("pull", "--quiet", instrumented)
            if self._id(instrumented) != before:
                return
            time.sleep(1)
        raise RuntimeError(f"{instrumented} is still the one without a policy")

    @staticmethod
    def _id(image):
        return docker("image", "inspect", "--format", "{{.Id}}", image)

    def _blocks(self, server):
        for told in self.installation.ask("containers")["containers"]:
            if server.id.startswith(told["container"]["hostname"]):
                modes = told["policy"].get("modes", {})
                return told["sensor"]["tier"] == "notify" and set(modes.values()) == {"block"}
        return False
