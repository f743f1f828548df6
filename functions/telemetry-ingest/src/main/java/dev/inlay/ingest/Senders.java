package dev.inlay.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.role.Caller;
import dev.inlay.session.Clearance;
import dev.inlay.session.Proof;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// The role that sent the message, as SQS says itself (`SenderId`; SQS API reference,
/// ReceiveMessage). Attributes of the message are the sender's own words and are not looked at.
///
/// The session of such a frame is its own name for itself and, behind it, the name of the role's
/// session, which is the task's: one task cannot speak for a container of another.
final class Senders implements Origin {
    private static final String SENDER = "SenderId";
    private static final Pattern SESSION = Pattern.compile("direct-[0-9a-f]{32}");

    /// As long as API Gateway keeps what the authorizer of the other queues said.
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final int MAX_REMEMBERED = 10_000;

    private final Clearance clearance;
    private final InstantSource clock;
    private final Map<Asked, Answered> answers = new LinkedHashMap<>();

    private record Asked(String role, Digest image) {}

    private record Answered(Proof<Digest> proof, Instant until) {}

    Senders(Clearance clearance, InstantSource clock) {
        this.clearance = clearance;
        this.clock = clock;
    }

    @Override
    public Reading<Frame> read(SQSMessage message) {
        var caller = caller(message);
        return switch (FrameReader.read(Objects.requireNonNullElse(message.getBody(), ""))) {
            case Reading.Malformed<Frame> malformed -> malformed;
            case Reading.Read<Frame> _ when caller.isEmpty() ->
                    new Reading.Malformed<>(
                            "unproved: '"
                                    + sender(message)
                                    + "' sent it, which is no session of a role");
            case Reading.Read<Frame>(var frame) -> proved(frame, caller.get());
        };
    }

    private Reading<Frame> proved(Frame frame, Caller caller) {
        if (!SESSION.matcher(frame.session()).matches()) {
            return new Reading.Malformed<>(
                    "forged: the frame says it is of session "
                            + frame.session()
                            + ", which is none of a sensor that sends by itself");
        }
        return switch (clearance(caller, frame.image())) {
            case Proof.Refused<Digest>(var because) ->
                    new Reading.Malformed<>("not let in: " + because);
            case Proof.Shown<Digest> _ ->
                    new Reading.Read<>(frame.of(frame.session() + "." + caller.session()));
        };
    }

    private Proof<Digest> clearance(Caller caller, Digest image) {
        var now = clock.instant();
        var asked = new Asked(caller.role().text(), image);
        var known = answers.get(asked);
        if (known != null && now.isBefore(known.until())) {
            return known.proof();
        }
        var proof = clearance.verify(caller, image);
        if (answers.size() >= MAX_REMEMBERED) {
            answers.clear();
        }
        answers.put(asked, new Answered(proof, now.plus(REMEMBERED)));
        return proof;
    }

    @Override
    public String sender(SQSMessage message) {
        return attribute(message).orElse("unknown");
    }

    private static Optional<Caller> caller(SQSMessage message) {
        return attribute(message).flatMap(Caller::parse);
    }

    private static Optional<String> attribute(SQSMessage message) {
        return Optional.ofNullable(message.getAttributes())
                .map(attributes -> attributes.get(SENDER));
    }
}
