package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.world.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What this machine's Docker Engine runs, held against what sensors say.
@Tag("docker")
class CoverageTest {
    private static final Duration A_FEW_LOOKS = Duration.ofSeconds(90);

    private final Works works = Works.shared();

    @Test
    void findsTheOriginalAndTheInstrumentedImageThatIsStartedPastItsSensor() {
        String image = works.image("coverage", "debian", "CMD sleep 600");
        String instrumented = works.instrumented(image);
        String original = instrumented.replaceFirst("-inlay$", "");
        Container bare = start("bare", List.of(), original);
        Container bypassed =
                start("bypassed", List.of("--entrypoint", "sleep"), instrumented, "600");
        Container watched = start("watched", List.of(), instrumented);

        JsonNode gap = gap(bare);
        assertThat(gap.path("cause").asText()).isEqualTo("original");
        String deploy = gap.at("/deploy/reference").asText();
        assertThat(deploy)
                .startsWith(original.substring(0, original.lastIndexOf(':')) + "@sha256:");
        assertThat(gap(bypassed).path("cause").asText()).isEqualTo("bypassed");
        assertThat(find(watched)).isEmpty();

        works.docker().pull(deploy);
        bare.remove();
        Container deployed = start("deployed", List.of(), deploy);
        Await.until("the gap to close", A_FEW_LOOKS, () -> find(bare).isEmpty());
        assertThat(find(deployed)).as("what was named runs watched").isEmpty();
        List.of(bypassed, watched, deployed).forEach(Container::remove);
    }

    private Container start(String name, List<String> options, String image, String... command) {
        return works.docker()
                .start(works.scene().name("coverage-" + name), options, image, List.of(command));
    }

    private JsonNode gap(Container container) {
        return Await.value("a gap of " + container.name(), A_FEW_LOOKS, () -> find(container));
    }

    private Optional<JsonNode> find(Container container) {
        return works.plane()
                .inlay()
                .ask("coverage")
                .path("gaps")
                .valueStream()
                .filter(each -> each.path("name").asText().equals(container.name()))
                .findFirst();
    }
}
