package dev.inlay.scan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Push;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/// An `ECR Image Action` event of EventBridge. Every field of its detail may be missing: older
/// events lack the media types, and an index has no configuration to name.
final class EcrEvent {
    private static final Set<String> IMAGE_CONFIGURATIONS =
            Set.of(
                    "",
                    "application/vnd.oci.image.config.v1+json",
                    "application/vnd.docker.container.image.v1+json");

    /// Where signatures and attestations live in registries without referrers.
    private static final Pattern ABOUT_AN_IMAGE =
            Pattern.compile("sha256-[0-9a-f]{64}(?:\\.[a-z]{1,16})?");

    private EcrEvent() {}

    static ScanMessage read(JsonNode event) {
        if (!event.path("detail-type").asText().equals("ECR Image Action")) {
            return new ScanMessage.Ignored("it is no image action");
        }
        var detail = event.path("detail");
        if (!detail.path("result").asText().equals("SUCCESS")) {
            return new ScanMessage.Ignored("it did not succeed");
        }
        return switch (detail.path("action-type").asText()) {
            case "PUSH" -> pushed(event, detail);
            case "DELETE" -> deleted(detail);
            case "UPDATE_STORAGE_CLASS" -> stored(event, detail);
            default -> new ScanMessage.Ignored("it is neither a push nor a deletion");
        };
    }

    private static ScanMessage pushed(JsonNode event, JsonNode detail) {
        var tag = detail.path("image-tag").asText();
        if (tag.isEmpty()) {
            return new ScanMessage.Ignored("it has no tag: a part of something else");
        }
        if (ABOUT_AN_IMAGE.matcher(tag).matches()) {
            return new ScanMessage.Ignored("its tag says that it is about an image");
        }
        if (!IMAGE_CONFIGURATIONS.contains(detail.path("artifact-media-type").asText())) {
            return new ScanMessage.Ignored("it is no image");
        }
        return new ScanMessage.Pushed(push(detail, tag), time(event.path("time").asText()));
    }

    private static ScanMessage deleted(JsonNode detail) {
        var tag = detail.path("image-tag").asText();
        return tag.isEmpty()
                ? new ScanMessage.DeletedManifest(repository(detail), digest(detail))
                : new ScanMessage.Deleted(push(detail, tag));
    }

    /// An image that comes back from the archive is as good as pushed; one that goes there cannot
    /// be read any more, but what was made of it can.
    private static ScanMessage stored(JsonNode event, JsonNode detail) {
        return detail.path("target-storage-class").asText().equals("STANDARD")
                ? pushed(event, detail)
                : new ScanMessage.Ignored("it went to the archive");
    }

    private static Push push(JsonNode detail, String tag) {
        return new Push(detail.path("repository-name").asText(), tag, digest(detail));
    }

    private static Digest digest(JsonNode detail) {
        return Digest.require(detail.path("image-digest").asText(), "an ECR event");
    }

    private static String repository(JsonNode detail) {
        var repository = detail.path("repository-name").asText();
        if (!ImageRef.isRepository(repository)) {
            throw new PermanentFailure(
                    "event-malformed",
                    "reading an ECR event: '" + repository + "' is no repository");
        }
        return repository;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new PermanentFailure(
                    "event-malformed", "reading an ECR event: its time '" + text + "' is none", e);
        }
    }
}
