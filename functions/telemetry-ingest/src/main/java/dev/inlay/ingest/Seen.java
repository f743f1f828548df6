package dev.inlay.ingest;

import dev.inlay.image.Digest;
import dev.inlay.profile.ProfileEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is known to be stored and told, so that an unchanged behaviour costs no write. It forgets
/// at will: then a write is made that changes nothing.
final class Seen {
    /// Some 3 KB each: a few hundred images at their usual size.
    private static final int MAX_ENTRIES = 50_000;

    private static final int MAX_IMAGES = 10_000;

    private record Place(Digest image, String key) {}

    private final Map<Place, ProfileEntry> entries = bounded(MAX_ENTRIES);
    private final Map<Digest, Instant> evaluated = bounded(MAX_IMAGES);

    private static <K, V> Map<K, V> bounded(int size) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > size;
            }
        };
    }

    Optional<ProfileEntry> entry(Digest image, String key) {
        return Optional.ofNullable(entries.get(new Place(image, key)));
    }

    void stored(Digest image, ProfileEntry entry) {
        entries.put(new Place(image, entry.behaviour().key()), entry);
    }

    Optional<Instant> evaluated(Digest image) {
        return Optional.ofNullable(evaluated.get(image));
    }

    void evaluated(Digest image, Instant now) {
        evaluated.put(image, now);
    }
}
