package dev.inlay.e2e.story;

import dev.inlay.e2e.docker.Terminal;
import dev.inlay.e2e.plane.AlertSink;
import dev.inlay.e2e.world.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/// Somebody with access to the machine opens a shell in the container: no business of the
/// application, seen all the same, told once.
final class Intrusion {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(6);

    private final Stage stage;
    private final Story story;

    Intrusion(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void play() {
        story.chapter("Somebody opens a shell in the container");
        story.shows("docker exec -it … sh: seen, and told once", this::shell);
    }

    private String shell() {
        var command = Command.of("docker", "exec", "-it", stage.shop.name(), "sh");
        story.telling().command(command.toString());
        Instant start = Instant.now();
        try (var terminal = Terminal.open(stage.scene.file("intrusion"), command)) {
            terminal.type("echo inside-$((6*7))\n");
            terminal.awaitShown(Pattern.compile("inside-42"), PATIENCE);
            var first = stage.alerts.await(start, PATIENCE, _ -> true);
            Seen.that(first.isPresent(), "an alert for the shell");
            terminal.type("exit\n");
            terminal.await(PATIENCE);
        }
        stage.alerts.await(Instant.now(), QUIET, _ -> true);
        List<AlertSink.Delivered> all = stage.alerts.since(start);
        Seen.that(all.size() == 1, "exactly one alert, but there are " + all);
        story.telling().says(Alerts.told(all.getFirst().alert()));
        return "one alert for the shell at a terminal";
    }
}
