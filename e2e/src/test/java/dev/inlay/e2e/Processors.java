package dev.inlay.e2e;

import java.util.ArrayList;
import java.util.List;

/// Programs for the kind of processor that this machine has, and for the other one, which an
/// emulator of programs runs.
final class Processors {
    private static final boolean ON_ARM = System.getProperty("os.arch").equals("aarch64");

    private Processors() {}

    /// As images name this machine's.
    static String here() {
        return ON_ARM ? "arm64" : "amd64";
    }

    /// As images name the other one.
    static String elsewhere() {
        return ON_ARM ? "amd64" : "arm64";
    }

    /// The end of a `docker run` that starts a program of an image of this architecture.
    static List<String> program(String architecture, String image, List<String> command) {
        var run = new ArrayList<String>();
        if (architecture.equals(here())) {
            run.addAll(List.of("--entrypoint", command.getFirst(), image));
            run.addAll(command.subList(1, command.size()));
            return run;
        }
        var emulator = ON_ARM ? "qemu-x86_64-static" : "qemu-aarch64-static";
        run.addAll(List.of("--platform", "linux/" + architecture));
        run.addAll(List.of("--volume", "/usr/bin/" + emulator + ":/emulator:ro"));
        run.addAll(List.of("--entrypoint", "/emulator", image));
        run.addAll(command);
        return run;
    }
}
