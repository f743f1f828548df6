package dev.inlay.aws.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.aws.Connection;
import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.document.Json;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What tasks printed, in a log group of CloudWatch that is made when it is not there.
///
/// Specification: CloudWatch Logs API 2014-03-28.
final class TaskLog {
    private static final int MAX_LINES = 1_000;

    private final JsonCall logs;
    private final String group;

    TaskLog(Connection connection, String group) {
        this.logs = new JsonCall(connection, JsonApi.CLOUDWATCH_LOGS);
        this.group = group;
    }

    String group() {
        return group;
    }

    /// Makes the group unless somebody did before.
    void prepare() {
        logs.find(
                "making the log group " + group,
                "CreateLogGroup",
                Json.object().put("logGroupName", group),
                Set.of("ResourceAlreadyExistsException"));
    }

    /// The lines of a stream; empty when nothing was printed.
    String read(String stream) {
        var request =
                Json.object()
                        .put("logGroupName", group)
                        .put("logStreamName", stream)
                        .put("startFromHead", true)
                        .put("limit", MAX_LINES);
        return logs
                .find(
                        "reading the log " + group + " " + stream,
                        "GetLogEvents",
                        request,
                        Set.of("ResourceNotFoundException"))
                .stream()
                .flatMap(answer -> StreamSupport.stream(answer.path("events").spliterator(), false))
                .map((JsonNode event) -> event.path("message").asText())
                .collect(Collectors.joining("\n"));
    }
}
