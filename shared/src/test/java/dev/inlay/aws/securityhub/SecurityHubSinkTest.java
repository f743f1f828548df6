package dev.inlay.aws.securityhub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.alert.AlertExamples;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.AlertSinkContract;
import dev.inlay.aws.Moto;
import dev.inlay.aws.SignedCall;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.image.JsonTree;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;

@Tag("emulator")
class SecurityHubSinkTest extends AlertSinkContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:05:00Z");

    private final SignedCall hub = new SignedCall(Moto.connection(), "securityhub");

    /// It keeps what other tests imported: enabled anew, it begins with nothing.
    @BeforeEach
    void enable() {
        hub.send("disabling", SdkHttpMethod.DELETE, "/accounts", Map.of(), "");
        ask("/accounts", "{}");
    }

    private JsonNode ask(String path, String body) {
        var answer =
                hub.send(
                        "asking the emulator",
                        SdkHttpMethod.POST,
                        path,
                        Map.of("content-type", "application/json"),
                        body);
        return JsonTree.object(answer.body().getBytes(UTF_8), "its answer");
    }

    @Override
    protected AlertSink sink() {
        return new SecurityHubSink(
                Moto.connection(), CallerIdentity.of(Moto.connection()), () -> NOW);
    }

    @Override
    protected JsonNode received() {
        return ask("/findings", "{}").path("Findings").path(0);
    }

    @Override
    protected String fingerprint(JsonNode received) {
        return received.path("ProductFields").path("inlay/fingerprint").asText();
    }

    @Test
    void importsItUnderAnIdThatStaysTheSame() {
        sink().tell(AlertExamples.shell());
        sink().tell(AlertExamples.shell());

        var findings = ask("/findings", "{}").path("Findings");
        assertThat(findings).hasSize(1);
        assertThat(findings.path(0).path("Id").asText())
                .isEqualTo("inlay/" + AlertExamples.shell().fingerprint());
        assertThat(findings.path(0).path("Severity").path("Label").asText()).isEqualTo("CRITICAL");
    }
}
