package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Manifest;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import dev.inlay.registry.RegistryKind;
import dev.inlay.registry.RunningRegistries;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is no ordinary image is treated alike on every registry that takes it.
@Tag("registry")
class EveryRegistryTest {
    @TempDir static Path directory;
    private static RunningRegistries registries;

    static Stream<Arguments> cases() {
        return Stream.of(RegistryKind.values())
                .flatMap(kind ->
                        Stream.of(OddDocument.values()).map(odd -> Arguments.of(kind, odd)));
    }

    @BeforeAll
    static void prepare() {
        registries = new RunningRegistries(directory);
    }

    @AfterAll
    static void stop() {
        registries.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doesTheSameWithWhatIsNoOrdinaryImage(RegistryKind kind, OddDocument odd) {
        var server = registries.of(kind);
        var client = server.client();
        var repository = server.repository("odd/" + odd.name().toLowerCase(Locale.ROOT));
        var document = odd.push(client, repository);
        if (!isTakenBy(kind, odd)) {
            assertThatThrownBy(() -> client.tag(repository, "1", document))
                    .isInstanceOf(PermanentFailure.class);
            return;
        }
        client.tag(repository, "1", document);
        var push = new Push(repository, "1", document.digest());

        var outcome =
                new Instrument(client, FakeSensor.FIRST, SettingsSource.standalone())
                        .run(push, TagMapping.BESIDE, _ -> {});

        assertThat(code(outcome)).isEqualTo(odd.declined());
        assertThat(client.resolve(repository, "1")).contains(document.digest());
        var result = client.manifest(repository, "1-inlay");
        assertThat(result.isEmpty()).isEqualTo(!odd.declined().isEmpty());
        result.ifPresent(twin -> assertThat(layers(twin)).startsWith(layers(document)));
    }

    /// As they are referred to: type, digest, size, addresses, notes.
    private static JsonNode[] layers(Manifest manifest) {
        return manifest.tree().path("layers").valueStream().toArray(JsonNode[]::new);
    }

    /// Of Docker's first format only the one that asks nothing takes new ones.
    private static boolean isTakenBy(RegistryKind kind, OddDocument odd) {
        return odd != OddDocument.SCHEMA_1 || kind == RegistryKind.CRANE;
    }

    private static String code(Outcome outcome) {
        return outcome instanceof Outcome.Declined(var reason) ? reason.code() : "";
    }
}
