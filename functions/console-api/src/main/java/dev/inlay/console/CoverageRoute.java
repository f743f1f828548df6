package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Noted;
import dev.inlay.document.Json;

/// What runs without being watched, as of the last look, and the exact image that would be.
final class CoverageRoute {
    private final Gaps gaps;

    CoverageRoute(Gaps gaps) {
        this.gaps = gaps;
    }

    Answer show(Request request) {
        var answer = Json.object();
        gaps.summary().ifPresent(summary -> answer.set("looked", write(summary)));
        var open = gaps.open();
        answer.set("gaps", Json.list(open.read(), Noted::tree));
        answer.set("unreadable", UnreadableJson.write(open.unreadable()));
        return Answer.ok(answer);
    }

    private static ObjectNode write(Gaps.Summary summary) {
        return Json.object()
                .put("at", Json.time(summary.at()))
                .put("known", summary.known())
                .put("watched", summary.watched())
                .put("unwatched", summary.unwatched())
                .put("foreign", summary.foreign());
    }
}
