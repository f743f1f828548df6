package dev.inlay.aws.ecs;

import dev.inlay.aws.Connection;
import dev.inlay.aws.SignedCall;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;

/// What tasks printed, in a log group of CloudWatch that is made when it is not there. The client
/// of the SDK would be larger than everything else that is needed for it.
///
/// Specification: CloudWatch Logs API 2014-03-28, JSON protocol 1.1.
final class TaskLog {
    private static final int MAX_ANSWER = 1_024 * 1_024;
    private static final int MAX_LINES = 1_000;

    private final SignedCall logs;
    private final String group;

    TaskLog(Connection connection, String group) {
        this.logs = new SignedCall(connection, "logs");
        this.group = group;
    }

    String group() {
        return group;
    }

    /// Makes the group unless somebody did before.
    void prepare() {
        var answer = call("CreateLogGroup", Json.write(Json.object().put("logGroupName", group)));
        if (!answer.isDone() && !answer.body().contains("ResourceAlreadyExistsException")) {
            throw refusal("making the log group " + group, answer);
        }
    }

    /// The lines of a stream; empty when nothing was printed.
    String read(String stream) {
        var request =
                Json.object()
                        .put("logGroupName", group)
                        .put("logStreamName", stream)
                        .put("startFromHead", true)
                        .put("limit", MAX_LINES);
        var answer = call("GetLogEvents", Json.write(request));
        if (!answer.isDone()) {
            if (answer.body().contains("ResourceNotFoundException")) {
                return "";
            }
            throw refusal("reading the log " + group + " " + stream, answer);
        }
        return String.join(
                "\n",
                Json.read(answer.body(), MAX_ANSWER, TaskLog::messages)
                        .stored("an answer of CloudWatch Logs"));
    }

    private static List<String> messages(Fields from) {
        return from.list("events", MAX_LINES, true, event -> event.text("message", MAX_ANSWER));
    }

    private SignedCall.Answer call(String action, String body) {
        return logs.send(
                action + " of CloudWatch Logs",
                SdkHttpMethod.POST,
                "/",
                Map.of(
                        "Content-Type",
                        "application/x-amz-json-1.1",
                        "X-Amz-Target",
                        "Logs_20140328." + action),
                body);
    }

    private static RuntimeException refusal(String attempt, SignedCall.Answer answer) {
        var said = attempt + ": AWS answered " + answer.status() + " " + answer.body();
        return answer.mayPass()
                ? new TransientFailure("aws-unavailable", said)
                : new PermanentFailure(
                        "aws-refused", said + "; check the rights of these credentials");
    }
}
