package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.Faults;
import dev.inlay.registry.FaultyFront;
import dev.inlay.registry.LocalRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that stops working at any request leaves no tag on anything incomplete.
@Tag("registry")
class InterruptionTest {
    @TempDir static Path directory;
    private static LocalRegistry server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void leavesNoTagOnAnythingIncompleteWhereverItIsStopped() throws Exception {
        int requests = requestsOfAWholeRun();
        assertThat(requests).isGreaterThan(10);

        for (int stop = 0; stop < requests; stop++) {
            var push = pushed("stop-" + stop);
            try (var front = FaultyFront.before(server.address())) {
                front.from(stop, Faults.answer(403, Faults.error("DENIED", "no more")));
                var instrument =
                        instrument(Distribution.of(front.address(), Credentials.anonymous()));

                assertThatThrownBy(() -> instrument.run(push, TagMapping.BESIDE, _ -> {}))
                        .as("stopped at request %d", stop)
                        .isInstanceOf(PermanentFailure.class)
                        .hasMessageContaining("403");
            }
            requireCompleteOrAbsent(push.repository());
            assertThat(instrument(server.client()).run(push, TagMapping.BESIDE, _ -> {}))
                    .isInstanceOf(Outcome.Instrumented.class);
        }
    }

    private static int requestsOfAWholeRun() throws Exception {
        try (var front = FaultyFront.before(server.address())) {
            instrument(Distribution.of(front.address(), Credentials.anonymous()))
                    .run(pushed("whole"), TagMapping.BESIDE, _ -> {});
            return front.seen().size();
        }
    }

    private static void requireCompleteOrAbsent(String repository) {
        var registry = server.client();
        registry.manifest(repository, "1-inlay")
                .map(manifest -> JsonTree.object(manifest.bytes(), repository))
                .ifPresent(manifest ->
                        manifest.path("layers")
                                .forEach(layer ->
                                        assertThat(
                                                        registry.hasBlob(
                                                                repository,
                                                                new Digest(
                                                                        layer.path("digest")
                                                                                .asText())))
                                                .isTrue()));
    }

    private static Instrument instrument(Distribution registry) {
        return new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone());
    }

    /// In a repository of its own, where nothing is yet.
    private static Push pushed(String name) {
        var image =
                TestImage.of(MediaType.DOCKER_MANIFEST, "amd64", "{\"Cmd\":[\"" + name + "\"]}", 1);
        LocalRegistry.push(server.client(), "shop/" + name, "1", image);
        return new Push("shop/" + name, "1", image.manifest().digest());
    }
}
