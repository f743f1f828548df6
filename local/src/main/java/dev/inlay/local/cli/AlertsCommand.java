package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What was found.
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = "What was found: violations of policies, and what is bad whatever they say.")
final class AlertsCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Mixin private Server server = new Server();

    @Parameters(arity = "0..1", paramLabel = "IMAGE", description = "only those of this image")
    private @Nullable String image;

    @Option(names = "--follow", description = "stay, and tell what comes")
    private boolean follow;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: 100)")
    private int limit = 100;

    private final Map<String, Long> counts = new HashMap<>();
    private final Set<JsonNode> unreadable = new HashSet<>();

    @Override
    public Integer call() throws InterruptedException {
        var path =
                "/api/v1/alerts?limit="
                        + limit
                        + Optional.ofNullable(image)
                                .map(name -> "&image=" + Client.segment(name))
                                .orElse("");
        var client = server.client();
        if (!follow && server.json()) {
            server.told(client.get(path));
            return Exit.DONE;
        }
        tell(client.get(path));
        while (follow) {
            Thread.sleep(PAUSE);
            tell(client.get(path));
        }
        return Exit.DONE;
    }

    /// The oldest first, so that the newest is nearest to the prompt; of those told before only
    /// what happened again.
    private void tell(JsonNode answer) {
        for (var each : answer.path("unreadable")) {
            if (unreadable.add(each)) {
                tellUnreadable(each);
            }
        }
        var alerts = answer.path("alerts");
        for (int i = alerts.size() - 1; i >= 0; i--) {
            var alert = alerts.get(i);
            long count = alert.path("count").asLong();
            var known = counts.put(alert.path("fingerprint").asText(), count);
            if (known == null || known != count) {
                tellOne(alert);
            }
        }
    }

    private static void tellUnreadable(JsonNode alert) {
        System.err.printf(
                "inlay: the alert %s of %s cannot be read: %s; it was written by another version or damaged%n",
                alert.path("fingerprint").asText(),
                Wording.digest(alert.path("image")),
                alert.path("because").asText());
    }

    private void tellOne(JsonNode alert) {
        if (server.json()) {
            System.out.println(alert);
        } else {
            new AlertText(alert).print(System.out);
        }
    }
}
