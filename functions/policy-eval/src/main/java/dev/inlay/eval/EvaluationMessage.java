package dev.inlay.eval;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;

/// What the EVALUATE queue brings.
sealed interface EvaluationMessage {
    /// Of no other message is the body longer.
    int MAX_BODY_BYTES = 4_096;

    /// `{"image": "sha256:…"}`: something about it changed.
    record Image(Digest image) implements EvaluationMessage {}

    /// `{"sweep": true}`: look at all that run.
    record Sweep() implements EvaluationMessage {}

    /// Neither.
    record Strange(String because) implements EvaluationMessage {}

    static EvaluationMessage parse(String body) {
        return switch (Json.read(body, MAX_BODY_BYTES, EvaluationMessage::read)) {
            case Reading.Read<EvaluationMessage>(var message) -> message;
            case Reading.Malformed<EvaluationMessage>(var because) -> new Strange(because);
        };
    }

    private static EvaluationMessage read(Fields from) {
        if (from.names().contains("sweep")) {
            return new Sweep();
        }
        return new Image(
                Digest.parse(from.text("image", 128))
                        .orElseGet(() -> {
                            from.refuse("image", "expected sha256: and 64 hex digits");
                            return Digest.ofText("");
                        }));
    }
}
