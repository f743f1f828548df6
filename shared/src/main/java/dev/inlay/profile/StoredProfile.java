package dev.inlay.profile;

import dev.inlay.detection.Catalogue;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.storage.Aside;
import dev.inlay.storage.Row;
import dev.inlay.storage.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A profile out of its rows. What cannot be read hides nothing else. What was put aside counts as
/// before where it can be read after all; where it cannot, it is missed only if it was of a
/// detection: then nobody knows any more which containers cast doubt on what they showed.
final class StoredProfile {
    private Optional<Activity> activity = Optional.empty();
    private final TreeMap<String, ProfileEntry> entries = new TreeMap<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final List<Unreadable> aside = new ArrayList<>();

    private StoredProfile() {}

    /// @param rows all of the image's partition
    static Profile of(Digest image, Collection<Row> rows) {
        var stored = new StoredProfile();
        rows.forEach(stored::add);
        stored.aside.stream().filter(stored::isMissed).forEach(stored.unreadable::add);
        return new Profile(image, stored.activity, stored.entries, stored.unreadable);
    }

    private void add(Row row) {
        var sort = Aside.sort(row.key());
        if (sort.equals(Profiles.ACTIVITY)) {
            addActivity(row);
        } else if (sort.startsWith(Profiles.BEHAVIOUR)) {
            addEntry(row);
        }
    }

    private void addActivity(Row row) {
        switch (ProfileDocument.readActivity(row.document())) {
            case Reading.Read<Activity>(var read) ->
                    activity = activity.map(read::merge).or(() -> Optional.of(read));
            case Reading.Malformed<Activity>(var because) -> {
                if (!Aside.is(row.key())) {
                    unreadable.add(new Unreadable("activity", row.key(), because));
                }
            }
        }
    }

    private void addEntry(Row row) {
        switch (Profiles.entry(row.key(), row.document())) {
            case Reading.Read<ProfileEntry>(var entry) ->
                    entries.merge(Profiles.key(row.key()), entry, ProfileEntry::merge);
            case Reading.Malformed<ProfileEntry>(var because) -> {
                var lost = new Unreadable("behaviour", row.key(), because);
                (Aside.is(row.key()) ? aside : unreadable).add(lost);
            }
        }
    }

    /// What began anew in its place says which behaviour it was of.
    private boolean isMissed(Unreadable lost) {
        return Optional.ofNullable(entries.get(Profiles.key(lost.key())))
                .map(entry -> Catalogue.taints(entry.behaviour()))
                .orElse(true);
    }
}
