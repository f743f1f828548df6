package dev.inlay.aws.sns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.alert.AlertExamples;
import dev.inlay.aws.Answers;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.JsonTree;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticeTest {
    @Test
    void givesEachProtocolABodyOfItsOwn() {
        var notice = new Notice("a subject", "a letter", "a line", "{\"json\":1}", Map.of());

        var bodies = JsonTree.object(notice.message().getBytes(UTF_8), "a message");

        assertThat(bodies.path("email").asText()).isEqualTo("a letter");
        assertThat(bodies.path("sms").asText()).isEqualTo("a line");
        assertThat(bodies.path("default").asText()).isEqualTo("{\"json\":1}");
    }

    /// No emulator counts.
    @Test
    void refusesWhatSnsWouldNotTake() {
        var large = "x".repeat(Notice.MAX_BYTES);
        var notice = new Notice("a subject", "a letter", "a line", large, Map.of());

        assertThatThrownBy(notice::message)
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("262,144");
    }

    @Test
    void offersAnAlertAgainWhenTheTopicIsThrottled() {
        try (var sns = Answers.listen()) {
            sns.then(
                    429,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>Throttled</Code><Message>Rate"
                            + " exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>");
            var sink = new SnsSink(sns.connection(), "arn:aws:sns:eu-central-1:1:alerts");

            assertThatThrownBy(() -> sink.tell(AlertExamples.shell()))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("Rate exceeded");
        }
    }
}
