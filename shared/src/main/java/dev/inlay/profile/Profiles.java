package dev.inlay.profile;

import dev.inlay.behaviour.Domain;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.storage.Aside;
import dev.inlay.storage.Joined;
import dev.inlay.storage.Joint;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The profiles of all images, in the table of that name: one row per behaviour, and one that says
/// how long the image was watched.
public final class Profiles {
    /// More distinct behaviours than any image in its right mind has: beyond it a container is
    /// filling our table, not showing what is normal.
    public static final int MAX_ENTRIES = 10_000;

    static final String ACTIVITY = "activity";
    static final String BEHAVIOUR = "behaviour#";

    private final Table profiles;
    private final Joint<ProfileEntry> entries;
    private final Joint<Activity> activities;

    /// Profiles kept in a table.
    ///
    /// @param profiles the table of that name
    public Profiles(Table profiles) {
        this.profiles = profiles;
        this.entries = new Joint<>(profiles, "behaviour", Profiles::entry, ProfileDocument::write);
        this.activities =
                new Joint<>(
                        profiles,
                        "activity",
                        (_, document) -> ProfileDocument.readActivity(document),
                        ProfileDocument::write);
    }

    /// Everything known of an image.
    public Profile of(Digest image) {
        return StoredProfile.of(image, profiles.all(partition(image), ""));
    }

    /// Whether anything is stored of a behaviour, readable or not.
    ///
    /// @param key the behaviour's
    public boolean has(Digest image, Domain domain, String key) {
        return profiles.get(key(image, domain, key)).isPresent();
    }

    /// Joins what is stored of a behaviour with what was seen. Of what is stored and cannot be read
    /// the containers that ended are forgotten: those that run tell theirs again.
    ///
    /// @return what is stored afterwards
    public Joined<ProfileEntry> merge(Digest image, ProfileEntry seen) {
        var behaviour = seen.behaviour();
        return entries.join(
                key(image, behaviour.domain(), behaviour.key()),
                Optional.empty(),
                before -> before.map(stored -> stored.merge(seen)).orElse(seen));
    }

    /// Joins what is stored of the image's activity with what was seen. What is stored and cannot
    /// be read begins anew: the image then counts as watched for a shorter time.
    public Joined<Activity> merge(Digest image, Activity seen) {
        return activities.join(
                new Key(partition(image), ACTIVITY),
                Optional.empty(),
                before -> before.map(stored -> stored.merge(seen)).orElse(seen));
    }

    /// How many behaviours are known of each domain.
    public Map<Domain, Integer> sizes(Digest image) {
        var sizes = new EnumMap<Domain, Integer>(Domain.class);
        for (var domain : Domain.values()) {
            sizes.put(domain, profiles.all(partition(image), prefix(domain)).size());
        }
        return sizes;
    }

    /// What lies at the place of a behaviour is one, and that one.
    static Reading<ProfileEntry> entry(Key key, String document) {
        return ProfileDocument.readEntry(document)
                .only(entry -> Aside.sort(key).equals(sort(entry)), "it is another behaviour's");
    }

    private static String sort(ProfileEntry entry) {
        return prefix(entry.behaviour().domain()) + entry.behaviour().key();
    }

    /// The behaviour's key, of the place where it lies.
    static String key(Key place) {
        var sort = Aside.sort(place);
        return sort.substring(sort.indexOf('#', BEHAVIOUR.length()) + 1);
    }

    private static String prefix(Domain domain) {
        return BEHAVIOUR + domain.word() + "#";
    }

    private static String partition(Digest image) {
        return "profile#" + image;
    }

    private static Key key(Digest image, Domain domain, String key) {
        return new Key(partition(image), prefix(domain) + key);
    }
}
