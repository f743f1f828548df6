package dev.inlay.scan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;

/// An `ECS Task State Change` event of EventBridge, of a task of ours: the rule lets no others
/// through.
final class TaskEvent {
    static final String TYPE = "ECS Task State Change";
    private static final int MAX_ARN = 2_048;

    private TaskEvent() {}

    static ScanMessage read(JsonNode event) {
        var detail = event.path("detail");
        if (!detail.path("lastStatus").asText().equals("STOPPED")) {
            return new ScanMessage.Ignored("it did not end");
        }
        var task = detail.path("taskArn").asText();
        if (task.isEmpty() || task.length() > MAX_ARN) {
            throw new PermanentFailure(
                    "event-malformed", "reading an ECS event: it names no task that ended");
        }
        return new ScanMessage.TaskEnded(task);
    }
}
