package dev.inlay.local.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.image.JsonTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// Receives the DELIVER queue: posts alerts to webhooks. Whatever is not a 2xx is tried again, ever
/// more slowly; a receiver may hear an alert twice and tells by its fingerprint.
public final class WebhookHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var again = new ArrayList<BatchItemFailure>();
        for (var message : event.getRecords()) {
            refusal(message.getBody())
                    .ifPresent(because -> {
                        context.getLogger().log(because);
                        again.add(new BatchItemFailure(message.getMessageId()));
                    });
        }
        return new SQSBatchResponse(again);
    }

    /// Why it was not delivered; empty when it was.
    private Optional<String> refusal(String body) {
        var delivery = JsonTree.object(body.getBytes(UTF_8), "a message of the delivery queue");
        var url = delivery.path("url").asText();
        var alert = delivery.path("alert");
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(PATIENCE)
                        .header("content-type", "application/json")
                        .header("idempotency-key", key(alert.path("fingerprint").asText()))
                        .POST(BodyPublishers.ofString(alert.toString()))
                        .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status / 100 == 2
                    ? Optional.empty()
                    : Optional.of("posting an alert to " + url + ": it answered " + status);
        } catch (IOException e) {
            return Optional.of("posting an alert to " + url + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("posting an alert to " + url + " was interrupted");
        }
    }

    /// A fingerprint may hold what no header may.
    private static String key(String fingerprint) {
        return fingerprint.replaceAll("[^A-Za-z0-9_.#-]", "_");
    }
}
