package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
    @Test
    void namesWhatWasNotBuilt(@TempDir Path folder) throws IOException {
        assertThat(Synthesised.standIns(folder).missing()).isEmpty();
        assertThat(Assets.of(folder).missing())
                .hasSize(6)
                .contains(
                        folder.resolve(
                                "functions/registry-scan/target/inlay-registry-scan-lambda.jar"));
    }
}
