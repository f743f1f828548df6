package dev.inlay.session;

/// Lets sessions in: those whose key we signed, that have not run out, and whose image and epoch
/// nobody revoked since they were opened.
public final class SessionGate {
    private final SessionKeys keys;
    private final Revocations revocations;

    public SessionGate(SessionKeys keys, Revocations revocations) {
        this.keys = keys;
        this.revocations = revocations;
    }

    /// The session a bearer belongs to, looked up anew each time.
    public Proof<Session> verify(String bearer) {
        return switch (keys.verify(bearer)) {
            case Proof.Refused<Session> refused -> refused;
            case Proof.Shown<Session>(var session)
                    when revocations.holdsFor(session.image())
                            || revocations.holdsFor(session.epoch()) ->
                    new Proof.Refused<>(
                            "the tokens of image %s or of epoch %d were revoked"
                                    .formatted(session.image(), session.epoch()));
            case Proof.Shown<Session> shown -> shown;
        };
    }
}
