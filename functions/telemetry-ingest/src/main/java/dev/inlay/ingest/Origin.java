package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.behaviour.Frame;
import dev.inlay.document.Reading;
import dev.inlay.session.Clearance;
import java.time.InstantSource;

/// How a message of the telemetry queues tells whom its frame came from: what the sender proved, at
/// a place the sender could not write to. A frame has to say the same of itself.
public sealed interface Origin permits Envelope, Attributes, Senders, ByQueue {
    /// The frame, if it is one and of the session and image that were proved.
    Reading<Frame> read(SQSMessage message);

    /// Whom a message that cannot be taken came from, as far as it says.
    String sender(SQSMessage message);

    /// Around the frame, written by whoever verified the key: one machine.
    static Origin envelope() {
        return new Envelope();
    }

    /// Beside the frame, in the message's attributes, which API Gateway fills in from the
    /// authorizer's context: AWS. The body is the frame as it was posted.
    static Origin attributes() {
        return new Attributes();
    }

    /// Of whoever SQS says sent it, as far as the role may speak for the image.
    static Origin senders(Clearance clearance, InstantSource clock) {
        return new Senders(clearance, clock);
    }

    /// A frame of the session and image that were proved.
    static Reading<Frame> proved(Reading<Frame> reading, String session, String image) {
        return switch (reading) {
            case Reading.Malformed<Frame> malformed -> malformed;
            case Reading.Read<Frame>(var frame)
                    when frame.session().equals(session) && frame.image().value().equals(image) ->
                    reading;
            case Reading.Read<Frame>(var frame) ->
                    new Reading.Malformed<>(
                            "forged: the frame says it is of session "
                                    + frame.session()
                                    + ", image "
                                    + frame.image()
                                    + "; its sender proved another");
        };
    }
}
