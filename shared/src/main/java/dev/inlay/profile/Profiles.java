package dev.inlay.profile;

import dev.inlay.behaviour.Domain;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// The profiles of all images, in the table of that name: one row per behaviour, and one that says
/// how long the image was watched.
public final class Profiles {
    /// More distinct behaviours than any image in its right mind has: beyond it a container is
    /// filling our table, not showing what is normal.
    public static final int MAX_ENTRIES = 10_000;

    private static final String ACTIVITY = "activity";
    private static final String BEHAVIOUR = "behaviour#";

    private final Table profiles;

    /// Profiles kept in a table.
    ///
    /// @param profiles the table of that name
    public Profiles(Table profiles) {
        this.profiles = profiles;
    }

    /// Everything known of an image.
    public Profile of(Digest image) {
        var entries = new TreeMap<String, ProfileEntry>();
        for (var row : profiles.all(partition(image), BEHAVIOUR)) {
            var entry = entry(row.document());
            entries.put(entry.behaviour().key(), entry);
        }
        return new Profile(image, activity(image), entries);
    }

    /// How long an image was watched; empty before its first frame.
    public Optional<Activity> activity(Digest image) {
        return profiles.get(activityKey(image)).map(Row::document).map(Profiles::activity);
    }

    /// One behaviour.
    ///
    /// @param key the behaviour's
    public Optional<ProfileEntry> entry(Digest image, Domain domain, String key) {
        return profiles.get(key(image, domain, key)).map(Row::document).map(Profiles::entry);
    }

    /// A page of a domain's behaviours.
    ///
    /// @param after the key of the last behaviour of the page before
    public List<ProfileEntry> page(Digest image, Domain domain, Optional<String> after, int limit) {
        var prefix = prefix(domain);
        return profiles
                .query(partition(image), prefix, after.map(key -> prefix + key), limit)
                .stream()
                .map(Row::document)
                .map(Profiles::entry)
                .toList();
    }

    /// Joins what is stored of a behaviour with what was seen.
    ///
    /// @return what is stored afterwards
    public ProfileEntry merge(Digest image, ProfileEntry seen) {
        var behaviour = seen.behaviour();
        var joined = new Joined<>(seen, ProfileEntry::merge);
        profiles.merge(
                key(image, behaviour.domain(), behaviour.key()),
                before -> joined.with(before, Profiles::entry, ProfileDocument::write));
        return joined.latest();
    }

    /// What was seen, joined with what turned out to be stored. Remembered as it was joined last:
    /// reading the document again, which was just written, would take as long as everything else.
    private static final class Joined<T> {
        private final T seen;
        private final BinaryOperator<T> join;
        private T latest;

        private Joined(T seen, BinaryOperator<T> join) {
            this.seen = seen;
            this.join = join;
            this.latest = seen;
        }

        /// A document that does not change is returned as it is.
        private Optional<String> with(
                Optional<String> before, Function<String, T> read, Function<T, String> write) {
            var stored = before.map(read);
            latest = stored.map(each -> join.apply(each, seen)).orElse(seen);
            return stored.filter(latest::equals).isPresent()
                    ? before
                    : Optional.of(write.apply(latest));
        }

        private T latest() {
            return latest;
        }
    }

    /// Joins what is stored of the image's activity with what was seen.
    public Activity merge(Digest image, Activity seen) {
        var joined = new Joined<>(seen, Activity::merge);
        profiles.merge(
                activityKey(image),
                before -> joined.with(before, Profiles::activity, ProfileDocument::write));
        return joined.latest();
    }

    /// How many behaviours are known of each domain, without reading them into memory at once.
    public Map<Domain, Integer> sizes(Digest image) {
        var sizes = new EnumMap<Domain, Integer>(Domain.class);
        for (var domain : Domain.values()) {
            sizes.put(domain, profiles.all(partition(image), prefix(domain)).size());
        }
        return sizes;
    }

    private static ProfileEntry entry(String document) {
        return ProfileDocument.readEntry(document).stored("a row of the profiles table");
    }

    private static Activity activity(String document) {
        return ProfileDocument.readActivity(document).stored("a row of the profiles table");
    }

    private static String prefix(Domain domain) {
        return BEHAVIOUR + domain.word() + "#";
    }

    private static String partition(Digest image) {
        return "profile#" + image;
    }

    private static Key activityKey(Digest image) {
        return new Key(partition(image), ACTIVITY);
    }

    private static Key key(Digest image, Domain domain, String key) {
        return new Key(partition(image), prefix(domain) + key);
    }
}
