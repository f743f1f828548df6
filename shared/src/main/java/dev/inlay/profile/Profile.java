package dev.inlay.profile;

import dev.inlay.image.Digest;
import dev.inlay.storage.Unreadable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All that is known of what an image does. Merging is commutative, associative and idempotent, so
/// replicas and retries may bring their parts in any order, any number of times.
///
/// @param activity empty before the first frame
/// @param entries by the behaviour's key
/// @param unreadable what more is stored of it: any of these may be the detection that casts doubt
///   on what the others learnt
public record Profile(
        Digest image,
        Optional<Activity> activity,
        Map<String, ProfileEntry> entries,
        List<Unreadable> unreadable) {
    public Profile {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
        unreadable = List.copyOf(unreadable);
    }

    /// One of which everything could be read.
    public Profile(Digest image, Optional<Activity> activity, Map<String, ProfileEntry> entries) {
        this(image, activity, entries, List.of());
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
        var lost = Stream.concat(unreadable.stream(), other.unreadable.stream()).distinct();
        return new Profile(image, both, all, lost.toList());
    }

    /// Whether everything that is stored of it could be read. Of one that is not nothing is learnt.
    public boolean isWhole() {
        return unreadable.isEmpty();
    }
}
