package dev.inlay.queue;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Messages that can never be taken, and those that were tried in vain, with the reason: counted by
/// sender and reason and kept for a week, so that a flood of them is one row.
public final class Rejections {
    /// How often the stack's queues offer a message before they put it aside.
    public static final int TRIES = 5;

    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MAX_SHOWN = 2_000;
    private static final int MAX_BYTES = 64 * 1_024;

    private final Table runtime;
    private final int tries;

    private Rejections(Table runtime, int tries) {
        this.runtime = runtime;
        this.tries = tries;
    }

    /// Beside queues that keep the reason for which a message was given up themselves.
    ///
    /// @param runtime the table of that name
    public Rejections(Table runtime) {
        this(runtime, Integer.MAX_VALUE);
    }

    /// Beside queues of SQS, which put aside without a word what was tried in vain.
    public static Rejections ofSqs(Table runtime) {
        return new Rejections(runtime, TRIES);
    }

    /// Why messages of a queue were not taken.
    ///
    /// @param queue as the event named it
    /// @param sender a session, a role, or the queue where nobody proves who they are
    /// @param count on that day
    /// @param last when it was last seen
    /// @param body of the last one, or its beginning
    public record Rejected(
            String queue, String sender, String because, long count, Instant last, String body) {}

    /// Keeps the reason and the beginning of the latest such message.
    ///
    /// @param sender a session, or the queue where nobody proves who they are
    public void park(String queue, String sender, String because, String body, Instant now) {
        var what = Digest.ofText(queue + "\n" + sender + "\n" + because).hex().substring(0, 32);
        runtime.merge(
                new Key(day(now), what),
                now.plus(KEPT),
                before -> Optional.of(counted(before, queue, sender, because, body, now)));
    }

    /// Keeps why a message failed if its queue will not offer it again. Where that cannot be
    /// written either, the log of whoever failed it has it.
    public void failed(Arrival arrival, String because, String body, Instant now) {
        if (arrival.receives() >= tries) {
            var queue = arrival.queue();
            try {
                park(
                        queue,
                        queue,
                        "tried %d times in vain: %s".formatted(tries, because),
                        body,
                        now);
            } catch (TransientFailure _) {
                // Nothing more can be done for it here, and the others of its batch are done.
            }
        }
    }

    /// Of these queues, the latest first.
    public List<Rejected> of(Collection<String> queues, int limit, Instant now) {
        return IntStream.rangeClosed(0, (int) KEPT.toDays())
                .mapToObj(days -> day(now.minus(Duration.ofDays(days))))
                .flatMap(day -> runtime.all(day, "").stream())
                .map(Rejections::read)
                .filter(each -> queues.contains(each.queue()))
                .sorted(Comparator.comparing(Rejected::last).reversed())
                .limit(limit)
                .toList();
    }

    private static Rejected read(Row row) {
        return Json.read(row.document(), MAX_BYTES, Rejections::read)
                .stored("a rejection of the runtime table");
    }

    private static Rejected read(Fields from) {
        return new Rejected(
                from.optionalText("queue", MAX_BYTES).orElse(""),
                from.text("sender", MAX_BYTES),
                from.text("because", MAX_BYTES),
                from.number("count", 0, 1L << 53),
                from.time("last"),
                from.text("body", MAX_BYTES));
    }

    private static String day(Instant now) {
        return "rejected#" + now.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
    }

    private static String counted(
            Optional<String> before,
            String queue,
            String sender,
            String because,
            String body,
            Instant now) {
        long count =
                before.flatMap(text ->
                                Json.read(
                                                text,
                                                MAX_BYTES,
                                                from -> from.number("count", 0, 1L << 53))
                                        .found())
                        .orElse(0L);
        return Json.write(
                Json.object()
                        .put("version", 1)
                        .put("queue", queue)
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
