package dev.inlay.profile;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Verdict;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// One behaviour of an image, and what is known of it.
///
/// @param testimonies the last occurrence by verdict; allowed ones only of detections
public record ProfileEntry(
        Behaviour behaviour, Evidence evidence, Map<Verdict, Testimony> testimonies) {
    public ProfileEntry {
        var copy = new EnumMap<Verdict, Testimony>(Verdict.class);
        copy.putAll(testimonies);
        testimonies = Collections.unmodifiableMap(copy);
    }

    /// The join of what is known of the same behaviour.
    public ProfileEntry merge(ProfileEntry other) {
        var all = new EnumMap<Verdict, Testimony>(Verdict.class);
        all.putAll(testimonies);
        other.testimonies.forEach(
                (verdict, testimony) -> all.merge(verdict, testimony, Testimony::merge));
        return new ProfileEntry(behaviour, evidence.merge(other.evidence), all);
    }

    /// Whether one container alone showed it.
    public boolean singleton() {
        return evidence.containers() == 1;
    }
}
