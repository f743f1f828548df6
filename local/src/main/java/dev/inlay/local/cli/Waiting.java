package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.time.Duration;
import java.util.Optional;

/// Follows one image until it is instrumented, telling its steps.
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// A failure may be one that passes: the queue offers the work again after seconds.
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Client client;
    private final String name;
    private final Optional<String> tag;
    private final Duration limit;
    private final boolean quiet;
    private String told = "";

    /// @param name what the control plane is asked for
    /// @param tag the source tag that has to be published; any when empty
    /// @param quiet tell no steps
    Waiting(Client client, String name, Optional<String> tag, Duration limit, boolean quiet) {
        this.client = client;
        this.name = name;
        this.tag = tag;
        this.limit = limit;
        this.quiet = quiet;
    }

    /// The image, as the control plane tells it; its state is `done` or `declined`.
    JsonNode await() throws InterruptedException {
        long begin = System.nanoTime();
        long failedSince = 0;
        while (true) {
            var image = client.find("/api/v1/images/" + Client.segment(name));
            var state = image.map(found -> found.path("state").asText()).orElse("unknown");
            tell(state, image);
            if (image.isPresent() && isOver(state, image.get())) {
                return image.get();
            }
            failedSince =
                    !state.equals("failed")
                            ? 0
                            : failedSince == 0 ? System.nanoTime() : failedSince;
            if (failedSince != 0 && since(failedSince).compareTo(GRACE) > 0) {
                throw new PermanentFailure(
                        "instrumentation-failed",
                        "waiting for %s: it failed in step %s: %s"
                                .formatted(
                                        name,
                                        image.orElseThrow().path("step").asText(),
                                        because(image)));
            }
            if (since(begin).compareTo(limit) > 0) {
                throw new TransientFailure(
                        "not-instrumented",
                        "waiting for %s: after %d s its state is %s; is its repository enrolled ('inlay enrol --list'), and does the registry notify the control plane?"
                                .formatted(name, limit.toSeconds(), state));
            }
            Thread.sleep(PAUSE);
        }
    }

    /// A tag has to point at the image still: one whose original was deleted, and pushed again a
    /// moment ago, was done once, and its instrumented image is gone as well.
    private boolean isOver(String state, JsonNode image) {
        return switch (state) {
            case "declined" -> true;
            case "done" ->
                    tag.isEmpty()
                            || image.path("published")
                                    .valueStream()
                                    .filter(each -> isTagged(image, each.path("source").asText()))
                                    .anyMatch(each ->
                                            each.path("source").asText().equals(tag.get())
                                                    || each.path("tag").asText().equals(tag.get()));
            default -> false;
        };
    }

    private static boolean isTagged(JsonNode image, String tag) {
        return image.path("tags").valueStream().anyMatch(each -> each.asText().equals(tag));
    }

    private void tell(String state, Optional<JsonNode> image) {
        var step = image.map(found -> found.path("step").asText()).orElse("");
        var now = (state + " " + step).strip();
        if (!quiet && !now.equals(told)) {
            System.err.println(name + ": " + now + because(image));
            told = now;
        }
    }

    private static String because(Optional<JsonNode> image) {
        return image.map(found -> found.at("/because/text").asText())
                .filter(text -> !text.isEmpty())
                .map(text -> ": " + text)
                .orElse("");
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
