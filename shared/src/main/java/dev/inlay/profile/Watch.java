package dev.inlay.profile;

import dev.inlay.behaviour.Domain;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How long one container was watched.
///
/// @param heard from its first to its last frame, by our clock
/// @param minutes active ones by domain, as it says
public record Watch(Span heard, Map<Domain, Long> minutes) {
    public Watch {
        var copy = new EnumMap<Domain, Long>(Domain.class);
        copy.putAll(minutes);
        minutes = Collections.unmodifiableMap(copy);
    }

    /// The join.
    Watch merge(Watch other) {
        var all = new EnumMap<Domain, Long>(Domain.class);
        all.putAll(minutes);
        other.minutes.forEach((domain, number) -> all.merge(domain, number, Math::max));
        return new Watch(heard.merge(other.heard), all);
    }

    /// Active minutes in a domain: as many as the container says, but no more than have passed
    /// since we first heard of it. Nobody settles a policy by saying that much time went by.
    long minutes(Domain domain) {
        long passed = Duration.between(heard.first(), heard.last()).toMinutes() + 1;
        return Math.min(passed, minutes.getOrDefault(domain, 0L));
    }
}
