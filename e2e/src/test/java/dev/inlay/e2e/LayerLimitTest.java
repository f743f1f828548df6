package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.world.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Docker unpacks 125 layers, of which two are ours. What has no room for them is left alone, and
/// goes on working.
@Tag("docker")
class LayerLimitTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Works works = Works.shared();

    @Test
    void anImageThatHasRoomForTwoMoreRuns() throws Exception {
        String original = pushed(123);

        String instrumented = works.awaitInstrumented(original);

        works.docker().pull(instrumented);
        var outcome = works.docker().runOnce(List.of(), instrumented, List.of("say", "all of it"));
        assertThat(outcome.text()).isEqualTo("all of it");
    }

    @ParameterizedTest
    @ValueSource(ints = {124, 125})
    void anImageThatHasNoRoomIsDeclinedAndStillRuns(int layers) throws Exception {
        String original = pushed(layers);

        assertThat(declined(original)).isEqualTo("too-many-layers");
        works.docker().pull(original);
        var outcome = works.docker().runOnce(List.of(), original, List.of("say", "still"));
        assertThat(outcome.text()).isEqualTo("still");
    }

    /// The reason for the limit.
    @Test
    void dockerTakesNoImageWithMoreLayers() throws Exception {
        String original = pushed(126);

        assertThat(declined(original)).isEqualTo("too-many-layers");
        assertThat(works.docker().run("pull", "--quiet", original).said())
                .contains("max depth exceeded");
    }

    private String pushed(int layers) throws Exception {
        String repository = works.scene().name("layers-" + layers);
        String reference = works.registry().host() + "/works/" + repository + ":1";
        ByHand.layered(Workshop.shared(), reference, layers);
        return reference;
    }

    /// The code with which it was declined.
    private String declined(String reference) {
        String repository =
                reference.substring(reference.indexOf('/') + 1, reference.lastIndexOf(':'));
        return Await.value(
                reference + " to be declined",
                SOON,
                () ->
                        works.plane()
                                .inlay()
                                .ask("images")
                                .path("images")
                                .valueStream()
                                .filter(image ->
                                        image.path("repository").asText().equals(repository))
                                .map(image -> image.at("/because/code").asText())
                                .filter(code -> !code.isEmpty())
                                .findFirst());
    }
}
