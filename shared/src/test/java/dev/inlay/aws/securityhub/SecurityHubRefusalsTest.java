package dev.inlay.aws.securityhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.alert.AlertExamples;
import dev.inlay.aws.Answers;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The emulator imports anything.
class SecurityHubRefusalsTest {
    private static final CallerIdentity US =
            new CallerIdentity(
                    "123456789012",
                    "arn:aws-us-gov:sts::123456789012:assumed-role/eval/x",
                    "us-gov-west-1");

    private final Answers hub = Answers.listen();
    private final SecurityHubSink sink =
            new SecurityHubSink(hub.connection(), US, () -> Instant.parse("2026-01-02T03:05:00Z"));

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void offersAnAlertAgainWhenTheHubIsAway(int status) {
        hub.then(status, "{\"Message\":\"later\"}");

        assertThatThrownBy(() -> sink.tell(AlertExamples.shell()))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void saysThatTheHubMayNotBeEnabled() {
        hub.then(
                403,
                "{\"Message\":\"Account 123456789012 is not subscribed to AWS Security Hub\"}");

        assertThatThrownBy(() -> sink.tell(AlertExamples.shell()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("not subscribed")
                .hasMessageContaining("check that Security Hub is enabled");
    }

    /// A 200 may mean that nothing was taken.
    @Test
    void looksIntoAnAnswerThatSaysItWasDone() {
        hub.then(200, failed("InvalidInput")).then(200, failed("InternalException"));

        assertThatThrownBy(() -> sink.tell(AlertExamples.shell()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("InvalidInput");
        assertThatThrownBy(() -> sink.tell(AlertExamples.shell()))
                .isInstanceOf(TransientFailure.class);
    }

    private static String failed(String code) {
        return "{\"FailedCount\":1,\"SuccessCount\":0,\"FailedFindings\":[{\"Id\":\"x\",\"ErrorCode\":\"%s\",\"ErrorMessage\":\"no\"}]}"
                .formatted(code);
    }

    @Test
    void keepsToTheLimitsOfTheFormat() {
        var endless = "\ud83d\ude00".repeat(2_000);
        var finding =
                Finding.of(
                        AlertExamples.violation(endless, List.of(endless), Optional.empty()),
                        US,
                        Instant.parse("2026-01-02T03:05:00Z"));

        var title = finding.path("Title").asText();
        assertThat(title.codePointCount(0, title.length())).isEqualTo(256);
        assertThat(finding.path("Description").asText()).endsWith("…");
        assertThat(finding.path("ProductArn").asText())
                .isEqualTo(
                        "arn:aws-us-gov:securityhub:us-gov-west-1:123456789012:product/123456789012/default");
    }
}
