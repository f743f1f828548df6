package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Reading;
import java.util.Objects;
import java.util.Optional;

/// The attributes `session` and `image`. A message without them did not come through the gateway
/// and is not taken, whatever its body says.
record Attributes() implements Origin {
    private static final String SESSION = "session";
    private static final String IMAGE = "image";

    @Override
    public Reading<Frame> read(SQSMessage message) {
        var session = attribute(message, SESSION);
        var image = attribute(message, IMAGE);
        return session.isEmpty() || image.isEmpty()
                ? new Reading.Malformed<>(
                        "unproved: the message has no attributes 'session' and 'image'")
                : Origin.proved(
                        FrameReader.read(Objects.requireNonNullElse(message.getBody(), "")),
                        session.get(),
                        image.get());
    }

    @Override
    public String sender(SQSMessage message) {
        return attribute(message, SESSION).orElse("unknown");
    }

    private static Optional<String> attribute(SQSMessage message, String name) {
        return Optional.ofNullable(message.getMessageAttributes())
                .map(attributes -> attributes.get(name))
                .map(attribute -> attribute.getStringValue());
    }
}
