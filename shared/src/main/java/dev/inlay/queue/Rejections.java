package dev.inlay.queue;

import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Messages that can never be taken, with the reason: counted by sender and reason and kept for a
/// week, so that a flood of them is one row.
public final class Rejections {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MAX_SHOWN = 2_000;

    private final Table runtime;

    /// @param runtime the table of that name
    public Rejections(Table runtime) {
        this.runtime = runtime;
    }

    /// Keeps the reason and the beginning of the latest such message.
    ///
    /// @param sender a session, or the queue where nobody proves who they are
    public void park(String sender, String because, String body, Instant now) {
        var day = now.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
        var what = Digest.ofText(sender + "\n" + because).hex().substring(0, 32);
        runtime.merge(
                new Key("rejected#" + day, what),
                now.plus(KEPT),
                before -> Optional.of(counted(before, sender, because, body, now)));
    }

    private static String counted(
            Optional<String> before, String sender, String because, String body, Instant now) {
        long count =
                before.flatMap(text ->
                                Json.read(
                                                text,
                                                64 * 1_024,
                                                from -> from.number("count", 0, 1L << 53))
                                        .found())
                        .orElse(0L);
        return Json.write(
                Json.object()
                        .put("version", 1)
                        .put("sender", sender)
                        .put("because", because)
                        .put("count", count + 1)
                        .put("last", Json.time(now))
                        .put("body", shown(body)));
    }

    private static String shown(String body) {
        return body.length() <= MAX_SHOWN
                ? body
                : body.substring(0, body.offsetByCodePoints(0, MAX_SHOWN / 2)) + "…";
    }
}
