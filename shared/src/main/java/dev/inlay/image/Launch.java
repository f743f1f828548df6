package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How an image is started, as its configuration says.
///
/// @param entrypoint without the sensor
/// @param command the arguments that a user may replace
/// @param user name or number, with or without a group; empty for root
/// @param ports `8080/tcp`
/// @param healthcheck the command that is run to see whether it is well, if there is one
/// @param path directories in which a program without one is looked for
public record Launch(
        List<String> entrypoint,
        List<String> command,
        String user,
        List<String> ports,
        Optional<List<String>> healthcheck,
        List<String> path) {
    /// What engines set where an image says nothing.
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

    public Launch {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        ports = List.copyOf(ports);
        healthcheck = healthcheck.map(List::copyOf);
        path = List.copyOf(path);
    }

    /// With the usual path.
    public Launch(
            List<String> entrypoint,
            List<String> command,
            String user,
            List<String> ports,
            Optional<List<String>> healthcheck) {
        this(entrypoint, command, user, ports, healthcheck, List.of(DEFAULT_PATH.split(":", -1)));
    }

    /// @param config the `config` object of an image's configuration; may be absent
    static Launch of(JsonNode config) {
        var ports = new ArrayList<String>();
        config.path("ExposedPorts").fieldNames().forEachRemaining(ports::add);
        return new Launch(
                Entrypoint.withoutSensor(Entrypoint.strings(config.path("Entrypoint"))),
                Entrypoint.strings(config.path("Cmd")),
                config.path("User").asText(),
                ports,
                healthcheck(config),
                path(config));
    }

    /// The last one counts, as everywhere.
    private static List<String> path(JsonNode config) {
        var path = DEFAULT_PATH;
        for (var variable : Entrypoint.strings(config.path("Env"))) {
            path = variable.startsWith("PATH=") ? variable.substring("PATH=".length()) : path;
        }
        return Arrays.stream(path.split(":", -1)).filter(each -> !each.isEmpty()).toList();
    }

    private static Optional<List<String>> healthcheck(JsonNode config) {
        var test = Entrypoint.strings(config.path("Healthcheck").path("Test"));
        if (test.size() < 2) {
            return Optional.empty(); // inherited, which an image has resolved, or none
        }
        var arguments = test.subList(1, test.size());
        return switch (test.getFirst()) {
            case "CMD" -> Optional.of(arguments);
            case "CMD-SHELL" -> Optional.of(throughShell(config, arguments));
            default -> Optional.empty();
        };
    }

    private static List<String> throughShell(JsonNode config, List<String> arguments) {
        var shell = Entrypoint.strings(config.path("Shell"));
        var all = new ArrayList<>(shell.isEmpty() ? DEFAULT_SHELL : shell);
        all.addAll(arguments);
        return all;
    }
}
