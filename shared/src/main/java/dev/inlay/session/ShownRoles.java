package dev.inlay.session;

import dev.inlay.image.Digest;
import dev.inlay.role.Caller;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Opens sessions for roles in the place of tokens. A signed question is taken once: whoever saw it
/// on its way opens nothing with it.
public final class ShownRoles {
    private static final String PARTITION = "shown-role";

    /// STS refuses a question after fifteen minutes, and clocks differ.
    private static final Duration REMEMBERED = Duration.ofMinutes(60);

    private final Callers callers;
    private final Clearance clearance;
    private final Table runtime;
    private final InstantSource clock;

    /// @param runtime the table of that name
    public ShownRoles(Callers callers, Clearance clearance, Table runtime, InstantSource clock) {
        this.callers = callers;
        this.clearance = clearance;
        this.runtime = runtime;
        this.clock = clock;
    }

    /// Whether a role that may speak for the image signed the question, for the first time.
    public Proof<Enrolled> verify(SignedQuestion question, Digest image) {
        return switch (callers.of(question, image)) {
            case Proof.Refused<Caller>(var because) -> new Proof.Refused<>(because);
            case Proof.Shown<Caller>(var caller) ->
                    switch (clearance.verify(caller, image)) {
                        case Proof.Refused<Digest>(var because) -> new Proof.Refused<>(because);
                        case Proof.Shown<Digest> _ -> once(question, image);
                    };
        };
    }

    private Proof<Enrolled> once(SignedQuestion question, Digest image) {
        var key = new Key(PARTITION, Digest.ofText(question.authorization()).hex());
        var first =
                new Write.Put(
                        key,
                        "{\"version\":1}",
                        Optional.of(clock.instant().plus(REMEMBERED)),
                        new Write.Condition.Absent());
        return runtime.write(first)
                ? new Proof.Shown<>(new Enrolled(image, Enrolled.BY_ROLE))
                : new Proof.Refused<>("it was shown before");
    }
}
