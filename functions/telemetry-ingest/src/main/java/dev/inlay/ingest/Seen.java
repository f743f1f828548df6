package dev.inlay.ingest;

import dev.inlay.image.Digest;
import dev.inlay.profile.ProfileEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known of behaviours: what is stored of them, and what has come since and waits to be. It
/// forgets at will: then a write is made that changes nothing, or evidence is lost that the pace
/// allows to be lost.
final class Seen {
    /// Some 3 KB each: a few hundred images at their usual size.
    private static final int MAX_ENTRIES = 50_000;

    private static final int MAX_IMAGES = 10_000;

    private record Place(Digest image, String key) {}

    /// What is known of one behaviour.
    ///
    /// @param entry with what waits
    /// @param stored when it was last written
    /// @param last when what is written was last seen
    /// @param waits whether something of it is not written
    record Known(ProfileEntry entry, Instant stored, Instant last, boolean waits) {}

    private final Map<Place, Known> entries = bounded(MAX_ENTRIES);
    private final Map<Digest, Instant> evaluated = bounded(MAX_IMAGES);
    private final Map<Digest, Map<String, Instant>> waiting = bounded(MAX_IMAGES);

    static <K, V> Map<K, V> bounded(int size) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > size;
            }
        };
    }

    Optional<Known> entry(Digest image, String key) {
        return Optional.ofNullable(entries.get(new Place(image, key)));
    }

    void stored(Digest image, String key, ProfileEntry entry, Instant now) {
        entries.put(new Place(image, key), new Known(entry, now, entry.evidence().last(), false));
        var others = waiting.get(image);
        if (others != null) {
            others.remove(key);
        }
    }

    /// Joined, and not written yet.
    void waits(Digest image, String key, Known known, ProfileEntry joined) {
        entries.put(new Place(image, key), new Known(joined, known.stored(), known.last(), true));
        waiting.computeIfAbsent(image, _ -> new LinkedHashMap<>()).putIfAbsent(key, known.stored());
    }

    /// What of an image waits since it was last written before this time, by key.
    Map<String, ProfileEntry> waitingSince(Digest image, Instant time) {
        var due = new LinkedHashMap<String, ProfileEntry>();
        waiting.getOrDefault(image, Map.of())
                .forEach((key, since) -> {
                    if (!since.isAfter(time)) {
                        entry(image, key).ifPresent(known -> due.put(key, known.entry()));
                    }
                });
        return due;
    }

    Optional<Instant> evaluated(Digest image) {
        return Optional.ofNullable(evaluated.get(image));
    }

    void evaluated(Digest image, Instant now) {
        evaluated.put(image, now);
    }
}
