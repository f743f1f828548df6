package dev.inlay.ingest;

import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.log.Line;
import dev.inlay.profile.Activity;
import dev.inlay.profile.ProfileEntry;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Joined;
import dev.inlay.storage.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes what a batch shows of an image, and sends the image on when somebody has to look at it.
final class Recorder {
    private static final Duration REMEMBERED = Duration.ofHours(6);

    private final Profiles profiles;
    private final Containers containers;
    private final Queue queue;
    private final Pace pace;
    private final Seen seen = new Seen();
    private final Heard heard;
    private final Map<Digest, Integer> sizes = new HashMap<>();
    private final Map<Digest, Instant> remembered = new HashMap<>();

    Recorder(Tables tables, Queue queue, Pace pace) {
        this.profiles = new Profiles(tables.profiles());
        this.containers = new Containers(tables.runtime());
        this.queue = queue;
        this.pace = pace;
        this.heard = new Heard(pace.heartbeat());
    }

    /// Everything is stored, and the image sent on, when this returns. What was written is
    /// remembered only then: a message that is offered again is told again.
    ///
    /// @param log takes what was stored, could not be read, and was put aside
    /// @return how many behaviours had no room any more
    int record(Batch.OfImage batch, Instant now, Consumer<Line> log) {
        var image = batch.profile().image();
        remember(image, now);
        batch.containers().stream()
                .filter(heard::isNews)
                .forEach(container -> heard.stored(stored(container, log)));
        batch.profile()
                .activity()
                .flatMap(activity -> heard.due(image, activity, now))
                .ifPresent(due -> heard.stored(image, merge(image, due, log), now));
        boolean news = false;
        int refused = 0;
        var stored = new HashMap<String, ProfileEntry>();
        for (var each : batch.profile().entries().entrySet()) {
            var key = each.getKey();
            var known = seen.entry(image, key);
            var all = withKnown(known, each.getValue());
            var novelty = known.map(one -> Novelty.of(one.entry(), all)).orElse(Novelty.NEWS);
            if (novelty == Novelty.NONE) {
                continue;
            }
            if (known.isPresent() && !isWorthWriting(novelty, known.get(), each.getValue())) {
                seen.waits(image, key, known.get(), all);
            } else if (known.isEmpty() && !hasRoom(image, key, all)) {
                refused++;
            } else {
                stored.put(key, merge(image, all, log));
                news |= novelty == Novelty.NEWS;
            }
        }
        evaluate(image, news, now);
        stored.forEach((key, entry) -> seen.stored(image, key, entry, now));
        seen.waitingSince(image, now.minus(pace.rewrite()))
                .forEach((key, all) -> seen.stored(image, key, merge(image, all, log), now));
        return refused;
    }

    private Container stored(Container container, Consumer<Line> log) {
        return told(
                containers.heard(container), "only when it was first heard of is forgotten", log);
    }

    private Activity merge(Digest image, Activity seen, Consumer<Line> log) {
        return told(profiles.merge(image, seen), "how long the image was watched begins anew", log);
    }

    private ProfileEntry merge(Digest image, ProfileEntry seen, Consumer<Line> log) {
        return told(
                profiles.merge(image, seen),
                "what it showed of containers that ended is forgotten, and where it is a detection"
                        + " its image learns nothing until what was put aside is removed by hand",
                log);
    }

    private static <T> T told(Joined<T> joined, String then, Consumer<Line> log) {
        joined.aside().map(gone -> gone.putAside(then)).ifPresent(log);
        return joined.now();
    }

    private static ProfileEntry withKnown(Optional<Seen.Known> known, ProfileEntry entry) {
        return known.map(Seen.Known::entry).map(before -> before.merge(entry)).orElse(entry);
    }

    /// That the image has containers is written every few hours, not with every batch.
    private void remember(Digest image, Instant now) {
        var last = remembered.get(image);
        if (last == null || now.isAfter(last.plus(REMEMBERED))) {
            containers.remember(image, now);
            remembered.put(image, now);
        }
    }

    private boolean isWorthWriting(Novelty novelty, Seen.Known known, ProfileEntry entry) {
        return switch (novelty) {
            case NONE -> false;
            case MORE -> !entry.evidence().last().isBefore(known.last().plus(pace.rewrite()));
            case EVIDENCE, NEWS -> true;
        };
    }

    /// A container that invents behaviours fills its image's profile up to a limit, and no further.
    private boolean hasRoom(Digest image, String key, ProfileEntry entry) {
        if (profiles.has(image, entry.behaviour().domain(), key)) {
            return true;
        }
        int size = sizes.computeIfAbsent(image, this::size);
        sizes.put(image, size + 1);
        return size < Profiles.MAX_ENTRIES;
    }

    private int size(Digest image) {
        return profiles.sizes(image).values().stream().mapToInt(Integer::intValue).sum();
    }

    private void evaluate(Digest image, boolean news, Instant now) {
        var last = seen.evaluated(image);
        boolean due = last.map(time -> !now.isBefore(time.plus(pace.evaluate()))).orElse(true);
        if (news || due) {
            queue.send(QueueName.EVALUATE, Json.write(Json.object().put("image", image.value())));
            seen.evaluated(image, now);
        }
    }
}
