package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// Which part of a long list was asked for.
///
/// @param after the `next` of the answer before; empty for the beginning
/// @param limit at most this many
record Page(Optional<String> after, int limit) {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    static Page of(Request request) {
        int limit =
                request.asked("limit")
                        .filter(text -> text.matches("[1-9][0-9]{0,3}"))
                        .map(Integer::parseInt)
                        .orElse(USUAL);
        return new Page(request.asked("after"), Math.min(limit, MOST));
    }

    /// Tells where the next page begins, unless this one was the last.
    void tell(ObjectNode answer, int found, Optional<String> last) {
        if (found == limit) {
            last.ifPresent(cursor -> answer.put("next", cursor));
        }
    }
}
