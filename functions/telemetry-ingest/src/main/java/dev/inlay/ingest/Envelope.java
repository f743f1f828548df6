package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;

/// `{"session", "image", "frame"}`.
record Envelope() implements Origin {
    /// The frame's 60 KB and what is around it.
    private static final int MAX_BYTES = FrameReader.MAX_BYTES + 4_096;

    private record Contents(String session, String image, ObjectNode frame) {
        static Contents read(Fields from) {
            return new Contents(
                    from.text("session", 256), from.text("image", 128), from.tree("frame"));
        }
    }

    @Override
    public Reading<Frame> read(SQSMessage message) {
        return switch (Json.read(message.getBody(), MAX_BYTES, Contents::read)) {
            case Reading.Malformed<Contents>(var because) -> new Reading.Malformed<>(because);
            case Reading.Read<Contents>(var contents) ->
                    Origin.proved(
                            FrameReader.read(contents.frame()),
                            contents.session(),
                            contents.image());
        };
    }

    @Override
    public String sender(SQSMessage message) {
        return Json.read(message.getBody(), MAX_BYTES, from -> from.text("session", 256))
                .found()
                .orElse("unknown");
    }
}
