package dev.inlay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;

/// Actions of one [JsonApi]. What throttles, is in trouble or does not answer is asked again, as
/// often and with the pauses that the SDK's clients would; every action called here may be
/// repeated.
public final class JsonCall {
    private final JsonApi api;
    private final SignedCall call;
    private final Attempts attempts;

    public JsonCall(Connection connection, JsonApi api) {
        this.api = api;
        this.call = api.through(connection);
        this.attempts = new Attempts(connection.retries(), connection.patience(), api.called());
    }

    /// The answer to an action, which has to be given.
    ///
    /// @param attempt what is attempted, on what: the beginning of a failure's message
    public ObjectNode ask(String attempt, String action, ObjectNode request) {
        return AwsFailure.call(
                attempt, () -> read(attempt, attempts.make(() -> once(action, request))));
    }

    /// The answer to an action; empty when it is refused with one of these codes. Actions that have
    /// nothing to say answer with nothing at all, as CreateLogGroup does: that is an empty object.
    ///
    /// @param absent `…NotFoundException`, `…AlreadyExistsException`: an outcome like another
    public Optional<ObjectNode> find(
            String attempt, String action, ObjectNode request, Set<String> absent) {
        return AwsFailure.call(
                attempt,
                () -> {
                    try {
                        var answer = attempts.make(() -> once(action, request));
                        return Optional.of(
                                answer.body().isEmpty() ? Json.object() : read(attempt, answer));
                    } catch (AwsServiceException refusal) {
                        if (absent.contains(AwsFailure.code(refusal))) {
                            return Optional.empty();
                        }
                        throw refusal;
                    }
                });
    }

    private SignedCall.Answer once(String action, ObjectNode request) {
        var headers =
                Map.of(
                        "Content-Type",
                        "application/x-amz-json-1.1",
                        "X-Amz-Target",
                        api.target(action));
        try {
            var answer = call.exchange(SdkHttpMethod.POST, "/", headers, Json.write(request));
            if (!answer.isDone()) {
                throw refusal(answer);
            }
            return answer;
        } catch (IOException e) {
            throw SdkClientException.create(e.toString(), e);
        }
    }

    /// Nothing of the answer is quoted: it may be a token.
    private ObjectNode read(String attempt, SignedCall.Answer answer) {
        return JsonTree.read(answer.body().getBytes(UTF_8))
                .found()
                .orElseThrow(() ->
                        new PermanentFailure(
                                "aws-malformed",
                                "%s: %s answered %d characters that are no JSON object"
                                        .formatted(attempt, api.called(), answer.body().length())));
    }

    /// The code is the last part of `__type`, or of a header in front of a colon.
    private AwsServiceException refusal(SignedCall.Answer answer) {
        var said =
                switch (JsonTree.read(answer.body().getBytes(UTF_8))) {
                    case Reading.Read<ObjectNode>(var object) -> object;
                    case Reading.Malformed<ObjectNode> _ -> Json.object();
                };
        var type =
                said.hasNonNull("__type")
                        ? said.path("__type").asText()
                        : answer.header("x-amzn-errortype").orElse("HTTP " + answer.status());
        var code = type.substring(type.lastIndexOf('#') + 1).split(":", 2)[0];
        var message = said.path(said.has("message") ? "message" : "Message").asText();
        return AwsServiceException.builder()
                .statusCode(answer.status())
                .requestId(answer.header("x-amzn-requestid").orElse("without an id"))
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(api.called())
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .build();
    }
}
