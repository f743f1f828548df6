package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
    @Test
    void namesWhatWasNotBuilt(@TempDir Path folder) throws IOException {
        assertThat(Synthesised.standIns(folder).missing()).isEmpty();
        assertThat(Assets.of(folder, Processor.ARM64).missing())
                .hasSize(6)
                .contains(
                        folder.resolve(
                                "functions/registry-scan/target/inlay-registry-scan-lambda.jar"),
                        folder.resolve("functions/instrument/target/task-image-arm64.tar"));
        assertThat(Assets.of(folder, Processor.X86_64).instrument())
                .isEqualTo(folder.resolve("functions/instrument/target/task-image-amd64.tar"));
        assertThatThrownBy(() -> Assets.of(folder, Processor.ARM64).complete())
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("task-image-arm64.tar");
    }
}
