package dev.inlay.aws.securityhub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertSink;
import dev.inlay.aws.Connection;
import dev.inlay.aws.SignedCall;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.JsonTree;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Imports alerts into Security Hub by `BatchImportFindings`, whose 200 may mean that it took
/// nothing: which findings failed is in the answer.
public final class SecurityHubSink implements AlertSink {
    /// Of one finding.
    private static final int MAX_BYTES = 240 * 1_024;

    private final SignedCall hub;
    private final CallerIdentity us;
    private final InstantSource clock;

    /// @param us findings are imported by the account they are about
    public SecurityHubSink(Connection connection, CallerIdentity us, InstantSource clock) {
        this.hub = new SignedCall(connection, "securityhub");
        this.us = us;
        this.clock = clock;
    }

    @Override
    public void tell(Alert alert) {
        var attempt = "importing alert %s into Security Hub".formatted(alert.fingerprint());
        var batch = Json.object();
        batch.putArray("Findings").add(Finding.of(alert, us, clock.instant()));
        var body = Json.write(batch);
        if (body.getBytes(UTF_8).length > MAX_BYTES) {
            throw new PermanentFailure(
                    "finding-too-large", attempt + ": a finding has at most 240 KB");
        }
        var answer =
                hub.send(
                        attempt,
                        SdkHttpMethod.POST,
                        "/findings/import",
                        Map.of("content-type", "application/json"),
                        body);
        if (!answer.isDone()) {
            throw refused(attempt, answer);
        }
        var told = JsonTree.object(answer.body().getBytes(UTF_8), "the answer of Security Hub");
        for (var failed : told.path("FailedFindings")) {
            throw failed(attempt, failed);
        }
    }

    private static RuntimeException refused(String attempt, SignedCall.Answer answer) {
        var said =
                "%s: it answered %d %s; check that Security Hub is enabled in this region, and the role's policy"
                        .formatted(attempt, answer.status(), answer.body());
        return answer.mayPass()
                ? new TransientFailure("security-hub-away", said)
                : new PermanentFailure("security-hub-refused", said);
    }

    private static RuntimeException failed(String attempt, JsonNode failed) {
        var code = failed.path("ErrorCode").asText();
        var said =
                "%s: it said %s: %s".formatted(attempt, code, failed.path("ErrorMessage").asText());
        return code.contains("Throttl") || code.contains("Internal") || code.contains("Limit")
                ? new TransientFailure("security-hub-away", said)
                : new PermanentFailure("security-hub-refused", said);
    }
}
