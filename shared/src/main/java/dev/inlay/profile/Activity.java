package dev.inlay.profile;

import dev.inlay.behaviour.Domain;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How long an image was watched: active minutes by domain of each container, a sample of many.
///
/// @param source repository and tag of the frame that arrived last
/// @param heard from the first to the last frame, by our clock, which no container can set
/// @param minutes by session
public record Activity(String source, Span heard, Sample<Map<Domain, Long>> minutes) {
    /// Some 60 bytes each, in one row per image.
    public static final int CAPACITY = 200;

    /// What one frame shows.
    public static Activity of(
            String session, String source, Instant heard, Map<Domain, Long> minutes) {
        return new Activity(source, new Span(heard, heard), Sample.of(CAPACITY, session, minutes));
    }

    /// The join.
    public Activity merge(Activity other) {
        boolean later =
                heard.last().equals(other.heard.last())
                        ? source.compareTo(other.source) >= 0
                        : heard.last().isAfter(other.heard.last());
        return new Activity(
                later ? source : other.source,
                heard.merge(other.heard),
                minutes.merge(other.minutes, Activity::merge));
    }

    private static Map<Domain, Long> merge(Map<Domain, Long> a, Map<Domain, Long> b) {
        var all = new EnumMap<Domain, Long>(Domain.class);
        all.putAll(a);
        b.forEach((domain, number) -> all.merge(domain, number, Math::max));
        return Collections.unmodifiableMap(all);
    }

    /// Containers that were watched.
    public long containers() {
        return minutes.size();
    }

    /// Active minutes in a domain, all containers together.
    public long minutes(Domain domain) {
        return minutes.total(each -> each.getOrDefault(domain, 0L));
    }
}
