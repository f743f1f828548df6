package dev.inlay.ingest;

import dev.inlay.behaviour.Container;
import dev.inlay.image.Digest;
import dev.inlay.profile.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// That a container still runs is known and stored: said again it costs no write for a while. What
/// somebody waits for, as the policy it holds to, is written at once.
///
/// Counts are cumulative, so what is not written now comes with the next frame; of a container that
/// ends without one, at most this while is lost.
final class Heard {
    private static final int MAX_CONTAINERS = 50_000;
    private static final int MAX_IMAGES = 10_000;

    private record Watched(Activity activity, Instant written) {}

    private final Duration heartbeat;
    private final Map<String, Container> stored = Seen.bounded(MAX_CONTAINERS);
    private final Map<Digest, Watched> watched = Seen.bounded(MAX_IMAGES);

    Heard(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /// Whether it says more than that it still runs.
    boolean isNews(Container container) {
        var known = stored.get(container.session());
        return known == null
                || isDue(known.lastHeard(), container.lastHeard())
                || !known.policy().equals(container.policy())
                || !known.sensor().equals(container.sensor())
                || !known.drops().equals(container.drops())
                || known.ended() != container.ended();
    }

    void stored(Container container) {
        stored.put(container.session(), container);
    }

    /// What of an image's activity is to be written now: with it all that was not, lately.
    Optional<Activity> due(Digest image, Activity seen, Instant now) {
        var known = watched.get(image);
        if (known == null) {
            return Optional.of(seen);
        }
        var all = known.activity().merge(seen);
        if (isDue(known.written(), now) || all.ended() != known.activity().ended()) {
            return Optional.of(all);
        }
        watched.put(image, new Watched(all, known.written()));
        return Optional.empty();
    }

    void stored(Digest image, Activity activity, Instant now) {
        watched.put(image, new Watched(activity, now));
    }

    private boolean isDue(Instant before, Instant now) {
        return !now.isBefore(before.plus(heartbeat));
    }
}
