package dev.inlay.e2e;

import java.util.List;

/// A form an image can have, and how it is run.
///
/// @param name one word, for the image's tag
/// @param base the recipe it is built on
/// @param dockerfile what follows `FROM`
/// @param options options of `docker run`
/// @param command what follows the image
record Form(
        String name, String base, String dockerfile, List<String> options, List<String> command) {
    static final List<Form> ALL =
            List.of(
                    form("cmd-only", "CMD [\"sh\", \"-c\", \"echo out; echo err >&2; exit 3\"]"),
                    form("shell-form", "ENV WHO=world\nCMD echo hello $WHO; exit 4"),
                    form("shell-entrypoint", "ENTRYPOINT echo always this; exit 5\nCMD ignored"),
                    form("entrypoint", "ENTRYPOINT [\"echo\", \"a b\"]\nCMD [\"c  d\", \"\"]"),
                    form("entrypoint-overridden", "ENTRYPOINT [\"echo\"]\nCMD [\"cmd\"]")
                            .command("other", "words"),
                    form("cmd-overridden", "CMD [\"false\"]").command("sh", "-c", "exit 6"),
                    form("user", "USER 1234:4321\nCMD id; exit 7"),
                    form("user-at-run", "CMD id").options("--user", "99:98"),
                    form("groups", "USER 1234\nCMD id").options("--group-add", "77"),
                    form("read-only", "CMD touch /x || exit 8").options("--read-only"),
                    form(
                            "read-only-bare",
                            "USER 1234\nCMD echo still runs",
                            "--read-only",
                            "--cap-drop",
                            "ALL",
                            "--security-opt",
                            "no-new-privileges",
                            "--network",
                            "none"),
                    form("directory", "WORKDIR /srv/here\nCMD pwd; exit 9"),
                    form(
                            "relative",
                            "WORKDIR /usr\nENTRYPOINT [\"bin/echo\"]\nCMD [\"from\", \"usr\"]"),
                    form("path", "ENV PATH=/nowhere:/bin\nCMD [\"echo\", \"found\"]"),
                    form(
                            "environment",
                            "ENV A=\"x y\" B=\nCMD env | grep -E '^(A|B|HOME)=' | sort"),
                    // The soft limit of cores differs: where they would be files, it begins at 0.
                    form("limits", "CMD ulimit -n; ulimit -s; ulimit -H -c")
                            .options("--ulimit", "nofile=77:99", "--ulimit", "stack=4194304"),
                    form("mask", "CMD umask; grep -E 'Sig(Blk|Ign)' /proc/self/status"),
                    form("descriptors", "CMD ls /proc/self/fd"),
                    form("user-name", "USER nobody\nCMD id; exit 13"),
                    form("init", "CMD echo child; exit 14").options("--init"),
                    form("entrypoint-replaced", "ENTRYPOINT [\"false\"]\nCMD [\"gone\"]")
                            .options("--entrypoint", "echo"),
                    form("empty-entrypoint", "ENTRYPOINT [\"\"]\nCMD [\"echo\", \"x\"]"),
                    form("empty-program", "ENTRYPOINT [\"\", \"echo\"]\nCMD [\"x\"]"),
                    form("empty-command", "CMD [\"\"]"),
                    form("inlay-link", "RUN ln -s /usr/bin /.inlay\nCMD ls /usr/bin | sha256sum"),
                    form("inlay-file", "RUN echo mine > /.inlay\nCMD echo still runs"),
                    form(
                            "inlay-folder",
                            "RUN mkdir -m 0700 /.inlay && touch /.inlay/mine\nUSER 1234\nCMD echo runs"),
                    form("inlay-volume", "VOLUME /.inlay\nUSER 1234\nCMD echo still runs"),
                    form("missing-program", "CMD [\"no-such-program\"]"),
                    form("not-executable", "CMD [\"/etc/passwd\"]"),
                    new Form(
                            "scratch",
                            "static",
                            "CMD [\"say\", \"no\", \"libc\"]",
                            List.of(),
                            List.of()),
                    new Form(
                            "scratch-exit",
                            "static",
                            "CMD [\"exit\", \"10\"]",
                            List.of(),
                            List.of()),
                    new Form(
                            "dumb-init",
                            "dumb-init",
                            "CMD [\"sh\", \"-c\", \"echo child; exit 12\"]",
                            List.of(),
                            List.of()),
                    new Form(
                            "tini",
                            "tini",
                            "CMD [\"sh\", \"-c\", \"echo child; exit 11\"]",
                            List.of(),
                            List.of()));

    private static Form form(String name, String dockerfile, String... options) {
        return new Form(name, "debian", dockerfile, List.of(options), List.of());
    }

    private Form options(String... those) {
        return new Form(name, base, dockerfile, List.of(those), command);
    }

    private Form command(String... that) {
        return new Form(name, base, dockerfile, options, List.of(that));
    }

    @Override
    public String toString() {
        return name;
    }
}
