package dev.inlay.local.http;

import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.session.Proof;
import dev.inlay.session.Session;
import dev.inlay.session.SessionGate;

/// Takes frames. What it answers with 202 is on the disk.
final class TelemetryEndpoint implements Endpoint {
    private static final String WHAT = "taking a frame";

    private final SessionGate sessions;
    private final Queue queue;
    private final QueueName name;

    /// @param name where the frames of this path go: the sensor knows what is urgent, and API
    ///   Gateway, which does the same on AWS, cannot look into a frame
    TelemetryEndpoint(SessionGate sessions, Queue queue, QueueName name) {
        this.sessions = sessions;
        this.queue = queue;
        this.name = name;
    }

    @Override
    public Reply reply(Exchange exchange) {
        if (!exchange.method().equals("POST")) {
            return Reply.problem(405, "method", WHAT, "frames are posted", "the method");
        }
        if (exchange.body().size() > FrameReader.MAX_BYTES) {
            return Reply.problem(
                    413,
                    "too-large",
                    WHAT,
                    "a frame has at most " + FrameReader.MAX_BYTES + " bytes",
                    "send the behaviours in several frames");
        }
        return switch (exchange.bearer().map(sessions::verify).orElse(NOTHING)) {
            case Proof.Refused<Session> _ ->
                    Reply.problem(
                            401,
                            "unauthorized",
                            WHAT,
                            "the session is unknown or over",
                            "open a new one: POST /v1/session");
            case Proof.Shown<Session>(var session) ->
                    exchange.body()
                            .text()
                            .map(text -> take(text, session))
                            .orElseGet(() -> malformed("it is not UTF-8"));
        };
    }

    private static final Proof<Session> NOTHING = new Proof.Refused<>("no bearer was shown");

    private Reply take(String text, Session session) {
        return switch (FrameReader.read(text)) {
            case Reading.Malformed<Frame>(var because) -> malformed(because);
            case Reading.Read<Frame>(var frame) when !isOf(frame, session) ->
                    malformed("its session and image are not those of the key");
            case Reading.Read<Frame>(var frame) -> {
                queue.send(name, Queue.escaped(message(session, text)));
                yield Reply.empty(202);
            }
        };
    }

    private static boolean isOf(Frame frame, Session session) {
        return frame.session().equals(session.id()) && frame.image().equals(session.image());
    }

    /// The frame as it came, and who was proven to have sent it.
    private static String message(Session session, String frame) {
        var head = Json.object().put("session", session.id()).put("image", session.image().value());
        var text = Json.write(head);
        return text.substring(0, text.length() - 1) + ",\"frame\":" + frame + "}";
    }

    private static Reply malformed(String because) {
        return Reply.problem(
                400, "malformed", WHAT, because, "docs/wire-format.md says what a frame holds");
    }
}
