package dev.inlay.profile;

import dev.inlay.behaviour.Domain;
import java.time.Instant;
import java.util.Map;

/// How long an image was watched: active minutes by domain of each container, a sample of many.
///
/// @param source repository and tag of the frame that arrived last
/// @param heard from the first to the last frame, by our clock, which no container can set
/// @param watches by session
/// @param ended whether any of them was watched to its end: what an application does only as it
///   stops was not seen before
public record Activity(String source, Span heard, Sample<Watch> watches, boolean ended) {
    /// Some 80 bytes each, in one row per image.
    public static final int CAPACITY = 200;

    /// What one frame shows that is not its container's last word.
    public static Activity of(
            String session, String source, Instant heard, Map<Domain, Long> minutes) {
        var now = new Span(heard, heard);
        var watch = Sample.of(CAPACITY, session, new Watch(now, minutes));
        return new Activity(source, now, watch, false);
    }

    /// The same, when it may be.
    Activity ended(boolean last) {
        return new Activity(source, heard, watches, last);
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
                watches.merge(other.watches, Watch::merge),
                ended || other.ended);
    }

    /// Containers that were watched.
    public long containers() {
        return watches.size();
    }

    /// Active minutes in a domain, all containers together.
    public long minutes(Domain domain) {
        return watches.total(each -> each.minutes(domain));
    }
}
