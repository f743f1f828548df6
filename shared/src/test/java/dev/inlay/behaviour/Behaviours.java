package dev.inlay.behaviour;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Behaviours for tests: some by hand, any number by chance.
public final class Behaviours {
    private static final List<String> PROGRAMS =
            List.of("/usr/bin/dash", "/opt/jre/bin/java", "/usr/bin/convert", "/srv/tool");
    private static final List<String> WORDS =
            List.of("{number}", "{temp}", "cat", "-q", "a b", "{{x}}", "é", "../x", "x;id", "v2");

    private Behaviours() {}

    public static Behaviour.Exec exec(String program, String parent, String... arguments) {
        return new Behaviour.Exec(
                program,
                parent,
                List.of(arguments),
                1000,
                false,
                false,
                Optional.empty(),
                Optional.empty());
    }

    public static Behaviour.Exec terminal(String program) {
        return new Behaviour.Exec(
                program, "", List.of(program), 0, true, true, Optional.empty(), Optional.empty());
    }

    public static Behaviour.FileAccess create(String program, String path) {
        return new Behaviour.FileAccess(program, Access.CREATE, path);
    }

    public static Behaviour.Connect connect(String program, String peer, int port) {
        return new Behaviour.Connect(
                program, Protocol.TCP, Optional.of(peer), Optional.empty(), port);
    }

    public static Behaviour.Connect reach(String program, String address, int port) {
        return new Behaviour.Connect(
                program, Protocol.TCP, Optional.empty(), Optional.of(address), port);
    }

    /// One of every kind that is not always a detection, out of a small world so that some repeat.
    public static Behaviour any(Random random) {
        var program = one(random, PROGRAMS);
        return switch (random.nextInt(8)) {
            case 0 ->
                    new Behaviour.Exec(
                            program,
                            random.nextInt(5) == 0 ? "" : one(random, PROGRAMS),
                            List.of("x", one(random, WORDS), "/srv/in/" + one(random, WORDS)),
                            random.nextInt(2) * 33L,
                            false,
                            random.nextBoolean(),
                            Optional.empty(),
                            Optional.empty());
            case 1 ->
                    new Behaviour.FileAccess(
                            program,
                            one(random, List.of(Access.values())),
                            one(random, List.of("/srv/", "/etc/", "/tmp/", "/run/secrets/"))
                                    + one(random, WORDS)
                                    + random.nextInt(30));
            case 2 -> new Behaviour.Listen(program, Protocol.TCP, "::", 8000 + random.nextInt(3));
            case 3 -> connect(program, one(random, List.of("database", "s3.x.org")), 5432);
            case 4 -> reach(program, "10.0.0." + random.nextInt(9), 6379);
            case 5 -> new Behaviour.Resolve("n" + random.nextInt(20) + ".example.org");
            case 6 ->
                    new Behaviour.Privilege(program, "setuid", Integer.toString(random.nextInt(3)));
            default ->
                    new Behaviour.Unread(program, one(random, List.of(Domain.values())), "openat");
        };
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
