package dev.inlay.profile;

import dev.inlay.image.Digest;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All that is known of what an image does. Merging is commutative, associative and idempotent, so
/// replicas and retries may bring their parts in any order, any number of times.
///
/// @param activity empty before the first frame
/// @param entries by the behaviour's key
public record Profile(
        Digest image, Optional<Activity> activity, Map<String, ProfileEntry> entries) {
    public Profile {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /// Nothing known yet.
    public static Profile empty(Digest image) {
        return new Profile(image, Optional.empty(), Map.of());
    }

    /// The join of what is known of the same image.
    public Profile merge(Profile other) {
        var all = new TreeMap<>(entries);
        other.entries.forEach((key, entry) -> all.merge(key, entry, ProfileEntry::merge));
        var both =
                activity.flatMap(mine -> other.activity.map(mine::merge))
                        .or(() -> activity)
                        .or(() -> other.activity);
        return new Profile(image, both, all);
    }
}
