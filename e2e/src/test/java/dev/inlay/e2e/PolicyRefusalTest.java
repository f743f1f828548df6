package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.plane.Middleman;
import dev.inlay.e2e.world.Await;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A running sensor takes a policy from whoever answers at its endpoint, but only one that is
/// signed for its image, unchanged, and not older than what it has. Everything else it refuses,
/// says why, and stays with what it had.
@Tag("docker")
class PolicyRefusalTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int DONE = 0;
    private static final int NOTHING_TO_DO = 3;

    private final Works works = Works.shared();

    @Test
    void refusesAPolicyThatWasChanged() {
        refuses(
                "policy-changed",
                offer ->
                        offer.put(
                                "policy",
                                offer.path("policy").asText().replace("record", "learn")));
    }

    @Test
    void refusesAPolicyWithoutASignature() {
        refuses(
                "policy-unsigned",
                offer -> ((ObjectNode) offer.path("envelope")).putArray("signatures"));
    }

    @Test
    void refusesAPolicyOlderThanItsOwn() {
        var run = new Run("policy-older");
        var first = new AtomicReference<String>("");
        run.middleman.forge(offer -> {
            first.compareAndSet("", offer);
            return offer;
        });
        run.mode("record");
        run.awaitPolicy(policy -> Run.says(policy, "record"));
        run.mode("block");
        long newest = run.awaitPolicy(policy -> Run.says(policy, "block")).path("version").asLong();

        run.middleman.forge(_ -> first.get());
        run.mode("record");

        JsonNode policy = run.awaitPolicy(Run::refused);
        assertThat(policy.path("version").asLong()).isEqualTo(newest);
        assertThat(Run.says(policy, "block")).isTrue();
        run.container.remove();
    }

    /// The control: what is not tampered with is taken. Then the same with the change.
    private void refuses(String name, Consumer<ObjectNode> change) {
        var run = new Run(name);
        run.mode("block");
        long before = run.awaitPolicy(policy -> Run.says(policy, "block")).path("version").asLong();

        run.middleman.forge(offer -> changed(offer, change));
        run.mode("record");

        JsonNode policy = run.awaitPolicy(Run::refused);
        assertThat(policy.path("version").asLong()).isEqualTo(before);
        assertThat(Run.says(policy, "block")).isTrue();
        run.container.remove();
    }

    private static String changed(String offer, Consumer<ObjectNode> change) {
        try {
            var document = (ObjectNode) JSON.readTree(offer);
            change.accept(document);
            return document.toString();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One container that talks to its control plane through a middleman.
    private final class Run {
        private final Middleman middleman =
                Middleman.at(works.scene(), works.network().gateway(), works.plane().address());
        private final String original;
        private final Container container;

        Run(String name) {
            String image = works.image(name, "debian", "CMD bash");
            String instrumented = works.instrumented(image);
            original = instrumented.substring(0, instrumented.length() - "-inlay".length());
            container =
                    works.docker()
                            .start(
                                    works.scene().name(name),
                                    List.of(
                                            "--network",
                                            works.network().name(),
                                            "--env",
                                            "INLAY_ENDPOINT=" + middleman.endpoint()),
                                    instrumented,
                                    List.of("bash", "-c", "while :; do sleep 1; done"));
        }

        void mode(String mode) {
            var outcome = works.plane().inlay().run("policy", "mode", original, mode);
            assertThat(outcome.exit()).as(outcome.said()).isIn(DONE, NOTHING_TO_DO);
        }

        JsonNode awaitPolicy(Predicate<JsonNode> fits) {
            return Await.value("the sensor to say so", SOON, () -> policy().filter(fits));
        }

        /// What the sensor's latest frame says of its policy.
        Optional<JsonNode> policy() {
            return middleman.lastFrame().map(frame -> read(frame.body()).path("policy"));
        }

        static boolean says(JsonNode policy, String mode) {
            return policy.path("modes").path("process").asText().equals(mode);
        }

        static boolean refused(JsonNode policy) {
            return !policy.path("refused").asText("").isEmpty();
        }

        private static JsonNode read(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
