package dev.inlay.e2e.story;

import dev.inlay.e2e.world.Await;
import java.time.Duration;
import java.time.Instant;

/// The operator looks at what blocking would have stopped, sets it, and the shop goes on as before.
final class Blocking {
    private static final Duration HEALTH = Duration.ofSeconds(30);
    private static final int VISITS = 5;

    private final Stage stage;
    private final Story story;

    Blocking(Stage stage, Story story) {
        this.stage = stage;
        this.story = story;
    }

    void play() {
        story.chapter("The operator decides to block, though it is not settled");
        story.must("the replay: what would have been stopped until now", this::replay);
        story.must("block is set, and the running container has applied it", this::block);
        story.must(
                "the shop's own programs, its own sh -c, its database and uploads still work",
                this::works);
        story.must("the health check stays healthy and raises nothing", this::healthy);
    }

    private String replay() {
        story.telling().command("./inlay policy replay " + stage.original());
        var inlay = stage.plane.get().inlay();
        story.telling()
                .says(inlay.run("policy", "replay", stage.original()).orFail("replay").text());
        var answer = inlay.ask("policy", "replay", stage.original());
        int judged = answer.path("judged").asInt();
        Seen.that(judged > 0, "behaviours to judge");
        int stopped = answer.path("stopped").size();
        Seen.that(stopped == 0, "nothing that would have been stopped, not " + stopped);
        return "of %d behaviours nothing would have been stopped".formatted(judged);
    }

    private String block() {
        story.telling().command("./inlay policy mode " + stage.original() + " block --wait");
        var inlay = stage.plane.get().inlay();
        String told =
                inlay.run("policy", "mode", stage.original(), "block", "--wait")
                        .orFail("set block")
                        .text();
        var policy = inlay.ask("containers", stage.original()).at("/containers/0/policy");
        String mode = policy.at("/modes/process").asText();
        Seen.that(mode.equals("block"), "the container itself say block, but it says " + policy);
        return told;
    }

    private String works() {
        Instant before = Instant.now();
        try (var visitor = stage.shop.visitor()) {
            for (int visit = 0; visit < VISITS; visit++) {
                visitor.visit();
            }
        }
        noAlerts(before);
        return VISITS + " whole visits, no alert";
    }

    private String healthy() {
        Instant before = Instant.now();
        String last = lastCheck();
        Await.until("two more health checks", HEALTH, () -> !lastCheck().equals(last));
        String later = lastCheck();
        Await.until("two more health checks", HEALTH, () -> !lastCheck().equals(later));
        Seen.that(
                stage.container.get().health().equals("healthy"),
                "the container healthy, not " + stage.container.get().health());
        noAlerts(before);
        return "healthy after two more checks, no alert";
    }

    private String lastCheck() {
        return stage.container.get().inspect("{{range .State.Health.Log}}{{.Start}} {{end}}");
    }

    private void noAlerts(Instant since) {
        var alerts = stage.alerts.since(since);
        Seen.that(alerts.isEmpty(), "no alert, but there is " + alerts);
    }
}
