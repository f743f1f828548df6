package dev.inlay.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What everybody who knows what runs has to tell. The place under test runs two containers: `web`,
/// of an image that was pulled by a tag, and one of a definition that names a digest and an
/// entrypoint of its own; a third has ended.
public interface FleetContract {
    /// Of the image that `web` runs.
    String TAGGED = "registry.example.com/shop/web:1.4-inlay";

    /// Digest that was pulled for it.
    String PULLED = "sha256:" + "ab".repeat(32);

    /// Of the other.
    String PINNED = "registry.example.com/shop/api@sha256:" + "cd".repeat(32);

    /// The adapter, with that place behind it.
    Fleet fleet();

    private Running running(String name) {
        return fleet().running().orElseThrow().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void tellsWhatRunsAndNothingElse() {
        assertThat(fleet().running().orElseThrow())
                .extracting(Running::name)
                .containsExactlyInAnyOrder("web", "api");
    }

    @Test
    default void tellsTheReferenceAsWrittenAndTheDigestAsPulled() {
        var web = running("web");
        assertThat(web.reference()).isEqualTo(TAGGED);
        assertThat(web.digest().orElseThrow().value()).isEqualTo(PULLED);
        assertThat(web.image().orElseThrow().repository()).isEqualTo("shop/web");
        assertThat(web.service()).contains("shop/web");
        assertThat(web.started()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));

        var api = running("api");
        assertThat(api.reference()).isEqualTo(PINNED);
        assertThat(api.digest().orElseThrow().value())
                .isEqualTo(PINNED.substring(PINNED.indexOf('@') + 1));
        assertThat(api.service()).isEmpty();
    }

    @Test
    default void tellsAnEntrypointThatReplacesTheImages() {
        assertThat(running("api").entrypoint()).isEqualTo(List.of("/bin/sh", "-c"));
    }

    @Test
    default void tellsOfOneTaskWhatItTellsOfAll() {
        var web = running("web");

        assertThat(fleet().running(web.cluster(), web.task())).containsExactly(web);
        assertThat(fleet().running(web.cluster(), "0123456789abcdef")).isEmpty();
    }
}
