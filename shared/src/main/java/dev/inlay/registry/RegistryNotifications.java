package dev.inlay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.image.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// From the notifications of the distribution registry (its `notifications` endpoints post an
/// envelope of events) to the events ECR would have put on EventBridge for the same pushes, so that
/// what follows never knows which registry it was.
public final class RegistryNotifications {
    private static final String ACCOUNT = "000000000000";
    private static final String REGION = "local";

    private RegistryNotifications() {}

    /// The ECR events, as JSON texts, in the order of the envelope. Pulls and blobs become none.
    ///
    /// @param envelope `application/vnd.docker.distribution.events.v1+json` (2.x) or its successor;
    ///   anything that is not JSON is a `PermanentFailure`
    public static List<String> toEcrEvents(byte[] envelope) {
        return JsonTree.object(envelope, "a registry notification")
                .path("events")
                .valueStream()
                .map(RegistryNotifications::event)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> event(JsonNode notification) {
        var target = notification.path("target");
        var repository = target.path("repository").asText();
        var action =
                switch (notification.path("action").asText()) {
                    case "push" -> isManifest(target) ? "PUSH" : "";
                    case "delete" -> isBlob(target) ? "" : "DELETE";
                    default -> "";
                };
        if (action.isEmpty() || repository.isEmpty()) {
            return Optional.empty();
        }
        var event = JsonTree.newObject();
        event.put("version", "0")
                .put("id", notification.path("id").asText())
                .put("detail-type", "ECR Image Action")
                .put("source", "aws.ecr")
                .put("account", ACCOUNT)
                .put("time", notification.path("timestamp").asText())
                .put("region", REGION)
                .putArray("resources");
        event.putObject("detail")
                .put("result", "SUCCESS")
                .put("repository-name", repository)
                .put("image-digest", target.path("digest").asText())
                .put("action-type", action)
                .put("image-tag", target.path("tag").asText())
                .put("manifest-media-type", target.path("mediaType").asText());
        return Optional.of(new String(JsonTree.bytes(event), StandardCharsets.UTF_8));
    }

    private static boolean isManifest(JsonNode target) {
        var type = target.path("mediaType").asText();
        return type.contains("manifest") || type.contains("image.index");
    }

    private static boolean isBlob(JsonNode target) {
        return target.path("mediaType").asText().equals("application/octet-stream");
    }
}
