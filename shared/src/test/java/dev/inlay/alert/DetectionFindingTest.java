package dev.inlay.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DetectionFindingTest {
    @Test
    void isWholeWhereItFits() {
        var alert = AlertExamples.shell();

        assertThat(DetectionFinding.within(alert, 100_000)).isEqualTo(DetectionFinding.of(alert));
    }

    @Test
    void leavesTheEvidenceOutWhereOnlySoMuchIsTaken() {
        var alert =
                AlertExamples.violation("a title", List.of("x".repeat(50_000)), Optional.empty());

        var finding = DetectionFinding.within(alert, 50_000);

        assertThat(Json.write(finding).getBytes(UTF_8)).hasSizeLessThan(50_000);
        assertThat(finding.path("message").asText()).isEqualTo("a title");
        assertThat(finding.path("finding_info").path("uid").asText())
                .isEqualTo(alert.fingerprint());
    }

    @Test
    void cutsItsWordsWhereThatIsNotEnough() {
        var title = "\ud83d\ude00".repeat(60_000);
        var finding =
                DetectionFinding.within(
                        AlertExamples.violation(title, List.of(), Optional.empty()), 10_000);

        assertThat(Json.write(finding).getBytes(UTF_8)).hasSizeLessThan(10_000);
        assertThat(finding.path("message").asText()).startsWith("\ud83d\ude00").endsWith("…");
    }
}
