package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.e2e.world.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sensor that a probe runs on arm64, below a kernel for arm64.
@Tag("docker")
class OtherProcessorTest {
    private static final Path LAYER =
            Home.directory().resolve("sensor/target/layer/linux-arm64/layer.tar.gz");

    @TempDir private Path directory;

    @Test
    void seesAndStopsBelowAKernelForArm() throws Exception {
        var machine = new OtherMachine();
        machine.put(".inlay", "sensor", sensor());

        var said = machine.run(directory, List.of("/.inlay/sensor", "probe"));

        var answer = new ObjectMapper().readTree(said);
        assertThat(answer.path("architecture").asText()).as(said).isEqualTo("aarch64");
        assertThat(answer.path("kernel").asText()).as(said).endsWith("-arm64");
        assertThat(answer.path("tier").asText()).as(said).isEqualTo("notify");
        assertThat(answer.at("/seccomp/notifies").asBoolean()).as(said).isTrue();
    }

    private byte[] sensor() throws Exception {
        Command.of("tar", "-xzf", LAYER.toString(), "-C", directory.toString())
                .run()
                .orFail("unpacking " + LAYER);
        return Files.readAllBytes(directory.resolve(".inlay/sensor"));
    }
}
