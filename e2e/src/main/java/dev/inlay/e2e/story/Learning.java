package dev.inlay.e2e.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.e2e.world.Await;
import java.time.Duration;

/// The instrumented image runs as the original did, and its behaviour is learnt from ordinary
/// visits.
final class Learning {
    private static final Duration READING = Duration.ofMillis(400);
    private static final Duration HEARD = Duration.ofSeconds(30);

    private final Stage stage;
    private final Story story;
    private final Duration traffic;

    Learning(Stage stage, Story story, Duration traffic) {
        this.stage = stage;
        this.story = story;
        this.traffic = traffic;
    }

    void play() {
        story.chapter("The instrumented image, started with the very same options");
        story.must("it starts and is healthy", this::start);
        story.must("visitors come for " + Typed.minutes(traffic), this::visit);
        story.shows("the container's activity is there", this::activity);
        story.shows("its behaviour is known, and how sure that is", this::behaviour);
    }

    private String start() {
        stage.docker.pull(stage.instrumented());
        story.telling().command(Typed.run(stage.shop, stage.instrumented()));
        var container = stage.container.put(stage.shop.start(stage.instrumented()));
        return "healthy; its first process is " + container.processes().getFirst().strip();
    }

    private String visit() {
        try (var visitor = stage.shop.visitor()) {
            int visits = visitor.visitFor(traffic, READING);
            return visits + " visits, every page as it should be";
        }
    }

    private String activity() {
        var inlay = stage.plane.get().inlay();
        story.telling().command("./inlay containers");
        JsonNode containers =
                Await.value(
                        "the container to be known",
                        HEARD,
                        () -> Found.nonEmpty(inlay.ask("containers").path("containers")));
        String id = containers.get(0).path("session").asText();
        story.telling().command("./inlay activity " + id);
        story.telling()
                .says(Typed.beginning(inlay.run("activity", id).orFail("ask for it").text()));
        return "the container says it runs in tier "
                + containers.get(0).at("/sensor/tier").asText();
    }

    private String behaviour() {
        var inlay = stage.plane.get().inlay();
        story.telling().command("./inlay behaviour " + stage.original());
        String told =
                inlay.run("behaviour", stage.original()).orFail("ask for the behaviour").text();
        story.telling().says(Typed.beginning(told));
        for (String program : new String[] {"djpeg", "cjpeg", "/usr/bin/file", "5432"}) {
            Seen.that(told.contains(program), program + " in the behaviour");
        }
        return "the shop's programs and its database are in it; the figures above are what they are:"
                + " a few minutes are not enough to call it settled";
    }
}
