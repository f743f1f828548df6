package dev.inlay.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final Path FILE = Path.of("inlay.settings");

    @Test
    void readsNamesAndValuesBetweenRemarks() {
        assertThat(
                        SettingsFile.parse(
                                FILE,
                                "# ours\n\nrepositories = shop/*, api\nalertEmail=a@b.example \n"))
                .isEqualTo(Map.of("repositories", "shop/*, api", "alertEmail", "a@b.example"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracing", "= x", "tracing = true\ntracing = false", "\u0000\u0001"})
    void refusesWhatIsNoSetting(String text) {
        assertThatThrownBy(() -> SettingsFile.parse(FILE, text))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("inlay.settings");
    }

    @Test
    void saysWhichFileIsNotThere() {
        assertThatThrownBy(() -> SettingsFile.read(Path.of("/no/such/file")))
                .hasMessageContaining("/no/such/file");
    }
}
