package dev.inlay.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;

/// A message of the telemetry queues: `{"session", "image", "frame"}`. The first two were proved by
/// whoever sent the frame; the frame's own have to be the same.
final class Message {
    /// The frame's 60 KB and what is around it.
    private static final int MAX_BYTES = FrameReader.MAX_BYTES + 4_096;

    private Message() {}

    private record Envelope(String session, String image, ObjectNode frame) {
        static Envelope read(Fields from) {
            return new Envelope(
                    from.text("session", 256), from.text("image", 128), from.tree("frame"));
        }
    }

    static Reading<Frame> read(String body) {
        return switch (Json.read(body, MAX_BYTES, Envelope::read)) {
            case Reading.Malformed<Envelope>(var because) -> new Reading.Malformed<>(because);
            case Reading.Read<Envelope>(var envelope) -> proved(envelope);
        };
    }

    private static Reading<Frame> proved(Envelope envelope) {
        var reading = FrameReader.read(envelope.frame());
        return switch (reading) {
            case Reading.Malformed<Frame> malformed -> malformed;
            case Reading.Read<Frame>(var frame) ->
                    frame.session().equals(envelope.session())
                                    && frame.image().value().equals(envelope.image())
                            ? reading
                            : new Reading.Malformed<>(
                                    "forged: the frame says it is of session "
                                            + frame.session()
                                            + ", image "
                                            + frame.image()
                                            + "; its sender proved another");
        };
    }

    /// Whom a body that cannot be read came from, as far as it says.
    static String sender(String body) {
        return Json.read(body, MAX_BYTES, from -> from.text("session", 256))
                .found()
                .orElse("unknown");
    }
}
