package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Template;

class TaskImageTest {
    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"arm64, ARM64", "amd64, X86_64"})
    void saysWhatItRunsOn(String architecture, Processor processor) throws IOException {
        var image = StandInImage.write(folder.resolve("image.tar"), architecture);

        assertThat(TaskImage.processor(image)).isEqualTo(processor);
    }

    /// One processor for a deployment: a task with an image of another would not start.
    @ParameterizedTest
    @CsvSource({"arm64, amd64", "x86_64, arm64"})
    void hasToBeForTheProcessorThatWasChosen(String chosen, String architecture)
            throws IOException {
        var settings = Settings.from(Map.of("architecture", chosen));
        var fitting = Synthesised.standIns(folder, settings.processor());
        var template = Template.fromStack(new InlayStack(new App(), "Fitting", settings, fitting));
        template.hasResourceProperties(
                "AWS::ECS::TaskDefinition",
                Map.of(
                        "RuntimePlatform",
                        Map.of(
                                "CpuArchitecture",
                                chosen.toUpperCase(Locale.ROOT),
                                "OperatingSystemFamily",
                                "LINUX")));
        template.hasResourceProperties(
                "AWS::Lambda::Function", Map.of("Architectures", List.of(chosen)));

        StandInImage.write(fitting.instrument(), architecture);
        assertThatThrownBy(() -> new InlayStack(new App(), "Other", settings, fitting))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("another processor than the setting architecture");
    }

    @Test
    void refusesAnArchitectureThatFargateDoesNotHave() throws IOException {
        var image = StandInImage.write(folder.resolve("image.tar"), "riscv64");

        assertThatThrownBy(() -> TaskImage.processor(image))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("riscv64")
                .hasMessageContaining("./inlay build task-image");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 20_000})
    void refusesWhatIsNoImage(int length) throws IOException {
        var garbage = new byte[length];
        new Random(length).nextBytes(garbage);
        var image = Files.write(folder.resolve("image.tar"), garbage);

        assertThatThrownBy(() -> TaskImage.processor(image))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("image.tar");
    }

    @Test
    void refusesOneThatWasCutOff() throws IOException {
        var whole = Files.readAllBytes(StandInImage.write(folder.resolve("whole.tar"), "arm64"));
        var image = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(whole, 600));

        assertThatThrownBy(() -> TaskImage.processor(image)).isInstanceOf(PermanentFailure.class);
    }
}
