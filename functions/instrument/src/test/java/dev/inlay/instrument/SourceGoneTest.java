package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Push;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An original that is deleted before its turn, or at any step of it, comes back in no form.
@Tag("registry")
class SourceGoneTest {
    @TempDir static Path directory;
    private static LocalRegistry server;
    private static Distribution registry;

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
        registry = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void publishesNothingOfAnImageThatWasDeletedMeanwhile(Step at) {
        var push = pushed("gone-" + at.text());
        var instrument = new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone());

        var outcome =
                instrument.run(
                        push,
                        TagMapping.BESIDE,
                        step -> {
                            if (step == at) {
                                server.delete(push.repository(), push.digest());
                            }
                        });

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Declined.class,
                        declined -> assertThat(Decline.SOURCE_GONE.is(declined.reason())).isTrue());
        assertThat(registry.resolve(push.repository(), "1-inlay")).isEmpty();
    }

    private static Push pushed(String name) {
        var image = TestImage.oci("{\"Cmd\":[\"" + name + "\"]}");
        LocalRegistry.push(registry, "shop/" + name, "1", image);
        return new Push("shop/" + name, "1", Digest.of(image.manifest().bytes()));
    }
}
