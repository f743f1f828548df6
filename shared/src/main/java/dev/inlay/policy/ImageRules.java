package dev.inlay.policy;

import dev.inlay.behaviour.Protocol;
import dev.inlay.behaviour.Template;
import dev.inlay.image.Launch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is known of an image before it ever ran, as rules: the program it starts with its
/// arguments, its health check, the ports it says it listens on. No layer is read, so a program
/// that is a symbolic link is not found behind it; it is learnt in the first seconds instead. A
/// rule that would fit any program in the place of the first one is never made.
public final class ImageRules {
    private static final int MAX_PORTS = 64;
    private static final String ANY_PROGRAM = "/{tree}";
    private static final Pattern UID = Pattern.compile("([0-9]{1,10})(?::.*)?");
    private static final Pattern PORT =
            Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(tcp|udp))?");

    /// Where `/bin` is a link to `/usr/bin`, as in most images made since 2020.
    private static final Pattern MERGED = Pattern.compile("/(?:s?bin|lib(?:32|64)?)/.*");

    /// What varies by its name there, and what no image starts.
    private static final Pattern NOT_OF_THE_IMAGE =
            Pattern.compile("/(?:proc|tmp|var/tmp|dev|run|sys)/.*");

    private static final Pattern PROTECTED =
            Pattern.compile("/(?:usr|bin|sbin|lib|etc|root|boot).*");

    private ImageRules() {}

    /// The rules for how this image is started.
    public static List<Rule> of(Launch launch) {
        var grants = new LinkedHashSet<Grant>();
        var arguments = new ArrayList<>(launch.entrypoint());
        arguments.addAll(launch.command());
        grants.addAll(programs(launch, arguments, users(launch.user()), false));
        launch.healthcheck()
                .ifPresent(command -> grants.addAll(programs(launch, command, List.of(), true)));
        launch.ports().stream().flatMap(ImageRules::listens).limit(MAX_PORTS).forEach(grants::add);
        return grants.stream().map(ImageRules::rule).toList();
    }

    private static List<Grant> programs(
            Launch launch, List<String> arguments, List<Long> users, boolean outside) {
        if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
            return List.of();
        }
        return Template.arguments(arguments)
                .map(templated ->
                        paths(launch, arguments.getFirst())
                                .<Grant>map(path ->
                                        new Grant.Program(
                                                path,
                                                List.of(),
                                                users,
                                                Optional.of(templated),
                                                Optional.empty(),
                                                Optional.of(outside)))
                                .toList())
                .orElse(List.of());
    }

    /// Where a program may be that is called so.
    private static Stream<String> paths(Launch launch, String called) {
        var written =
                called.startsWith("/")
                        ? Stream.of(called)
                        : called.contains("/")
                                ? Stream.<String>empty()
                                : launch.path().stream()
                                        .filter(directory -> directory.startsWith("/"))
                                        .map(directory ->
                                                directory.replaceAll("/+$", "") + "/" + called);
        return written.filter(path -> !path.contains("/../") && !path.contains("//"))
                .filter(path -> !NOT_OF_THE_IMAGE.matcher(path).matches())
                .flatMap(path ->
                        MERGED.matcher(path).matches()
                                ? Stream.of(path, "/usr" + path)
                                : Stream.of(path))
                .map(path ->
                        PROTECTED.matcher(path).matches()
                                ? Template.literal(path)
                                : Template.program(path));
    }

    /// A name could be any number.
    private static List<Long> users(String user) {
        if (user.isEmpty() || user.equals("root")) {
            return List.of(0L);
        }
        var number = UID.matcher(user);
        return number.matches() ? List.of(Long.valueOf(number.group(1))) : List.of();
    }

    /// Which of its programs listens there, an image does not say.
    private static Stream<Grant> listens(String port) {
        var said = PORT.matcher(port);
        if (!said.matches()) {
            return Stream.empty();
        }
        var protocol =
                Optional.ofNullable(said.group(3))
                        .map(word -> Protocol.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Protocol.TCP);
        int first = Integer.parseInt(said.group(1));
        int last = said.group(2) == null ? first : Integer.parseInt(said.group(2));
        return IntStream.rangeClosed(first, last)
                .filter(number -> number >= 1 && number <= 65_535)
                .limit(MAX_PORTS)
                .mapToObj(number -> new Grant.Listen(ANY_PROGRAM, protocol, number));
    }

    private static Rule rule(Grant grant) {
        return new Rule(Ids.of(grant), Optional.empty(), Provenance.of(Source.IMAGE), grant);
    }
}
