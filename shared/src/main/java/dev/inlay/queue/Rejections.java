package dev.inlay.queue;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.storage.Found;
import dev.inlay.storage.Joint;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
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

    private static final String WHAT = "rejection";

    private final Table runtime;
    private final int tries;
    private final Joint<Rejected> joint;

    private Rejections(Table runtime, int tries) {
        this.runtime = runtime;
        this.joint = new Joint<>(runtime, WHAT, (_, document) -> read(document), Rejections::write);
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

    /// Keeps the reason and the beginning of the latest such message. What is stored of it and
    /// cannot be read is put aside, and counted anew.
    ///
    /// @param sender a session, or the queue where nobody proves who they are
    public void park(String queue, String sender, String because, String body, Instant now) {
        var what = Digest.ofText(queue + "\n" + sender + "\n" + because).hex().substring(0, 32);
        joint.join(
                new Key(day(now), what),
                Optional.of(now.plus(KEPT)),
                before ->
                        new Rejected(
                                queue,
                                sender,
                                because,
                                before.map(Rejected::count).orElse(0L) + 1,
                                now,
                                shown(body)));
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

    /// Of these queues, the latest first. Of which queue those are that cannot be read nobody
    /// knows: they are named whichever queues are asked for.
    public Found<Rejected> of(Collection<String> queues, int limit, Instant now) {
        var rows =
                IntStream.rangeClosed(0, (int) KEPT.toDays())
                        .mapToObj(days -> day(now.minus(Duration.ofDays(days))))
                        .flatMap(day -> runtime.all(day, "").stream())
                        .toList();
        var found = Found.of(WHAT, rows, joint::read);
        var latest =
                found.read().stream()
                        .filter(each -> queues.contains(each.queue()))
                        .sorted(Comparator.comparing(Rejected::last).reversed())
                        .limit(limit)
                        .toList();
        return new Found<>(latest, found.unreadable());
    }

    private static Reading<Rejected> read(String document) {
        return Json.read(document, MAX_BYTES, Rejections::read);
    }

    private static Rejected read(Fields from) {
        from.version(1);
        return new Rejected(
                from.optionalText("queue", MAX_BYTES).orElse(""),
                from.text("sender", MAX_BYTES),
                from.text("because", MAX_BYTES),
                from.number("count", 0, 1L << 53),
                from.time("last"),
                from.text("body", MAX_BYTES));
    }

    private static String write(Rejected rejected) {
        return Json.write(
                Json.object()
                        .put("version", 1)
                        .put("queue", rejected.queue())
                        .put("sender", rejected.sender())
                        .put("because", rejected.because())
                        .put("count", rejected.count())
                        .put("last", Json.time(rejected.last()))
                        .put("body", rejected.body()));
    }

    private static String day(Instant now) {
        return "rejected#" + now.truncatedTo(ChronoUnit.DAYS).toString().substring(0, 10);
    }

    private static String shown(String body) {
        return body.length() <= MAX_SHOWN
                ? body
                : body.substring(0, body.offsetByCodePoints(0, MAX_SHOWN / 2)) + "…";
    }
}
