package dev.inlay.session;

import dev.inlay.image.Digest;
import dev.inlay.role.Caller;

/// Finds out who signed a question.
@FunctionalInterface
public interface Callers {
    /// Who signed it, for this control plane and this image.
    ///
    /// Throws `TransientFailure` when nobody could be asked.
    Proof<Caller> of(SignedQuestion question, Digest image);

    /// Where there is no AWS, a role says nothing.
    static Callers none() {
        return (_, _) -> new Proof.Refused<>("this control plane knows no roles");
    }
}
