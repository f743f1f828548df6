package dev.inlay.e2e.world;

import dev.inlay.failure.PermanentFailure;

/// What a finished program left: its exit status and what it said.
public record Outcome(int exit, String output, String error) {
    /// Whether it ended with 0.
    public boolean succeeded() {
        return exit == 0;
    }

    /// What it printed, without the white space around it.
    public String text() {
        return output.strip();
    }

    /// Both streams, for a person.
    public String said() {
        return (output.strip() + "\n" + error.strip()).strip();
    }

    /// Itself, when it succeeded.
    ///
    /// @param attempted for the message: what was tried, on what
    public Outcome orFail(String attempted) {
        if (succeeded()) {
            return this;
        }
        throw new PermanentFailure(
                "program-failed",
                "tried to %s; it ended with %d and said: %s".formatted(attempted, exit, said()));
    }
}
