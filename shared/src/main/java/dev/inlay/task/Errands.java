package dev.inlay.task;

import java.util.List;

/// Where a program is run once, in a container, for what it says.
public interface Errands {
    /// Runs it to its end. Throws `TransientFailure` when there was no room or it did not end in
    /// time, and `PermanentFailure` when it could not be started at all.
    Ended run(Errand errand);

    /// What to run.
    ///
    /// @param name of a few letters and dashes: what people find it by afterwards
    /// @param image by name and digest
    /// @param architecture as images name it: `amd64`, `arm64`
    /// @param command with its arguments, instead of the image's own
    record Errand(String name, String image, String architecture, List<String> command) {
        public Errand {
            command = List.copyOf(command);
        }
    }

    /// What became of it.
    ///
    /// @param exitCode of the program; -1 when it never ran
    /// @param output what it printed
    /// @param because in the words of whoever ran it; may be empty
    /// @param place where that was, as exactly as it is known
    record Ended(int exitCode, String output, String because, String place) {}
}
