package dev.inlay.behaviour;

import dev.inlay.image.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/// One run of an instrumented image, as its newest frame tells it.
///
/// @param firstHeard when the first frame arrived here, by our clock
/// @param lastHeard when the newest frame arrived here, by our clock
/// @param sequence of the newest frame
/// @param ended whether that frame was its last word
public record Container(
        String session,
        Digest image,
        String source,
        Frame.Placement placement,
        Frame.Sensor sensor,
        Frame.Applied policy,
        long sequence,
        Instant firstHeard,
        Instant lastHeard,
        Map<Domain, Long> activeMinutes,
        Frame.Drops drops,
        Frame.Resources resources,
        boolean ended) {
    private static final Comparator<Container> AGE =
            Comparator.comparingLong(Container::sequence).thenComparing(Container::lastHeard);

    public Container {
        activeMinutes = Map.copyOf(activeMinutes);
    }

    /// What one frame says of its container.
    public static Container of(Frame frame, Instant heard) {
        return new Container(
                frame.session(),
                frame.image(),
                frame.source(),
                frame.container(),
                frame.sensor(),
                frame.policy(),
                frame.sequence(),
                heard,
                heard,
                frame.activeMinutes(),
                frame.drops(),
                frame.resources(),
                frame.ended());
    }

    /// The join of what two frames said: the newer one's word, both one's times of arrival.
    public Container merge(Container other) {
        var newer = AGE.compare(this, other) >= 0 ? this : other;
        return new Container(
                newer.session,
                newer.image,
                newer.source,
                newer.placement,
                newer.sensor,
                newer.policy,
                newer.sequence,
                firstHeard.isBefore(other.firstHeard) ? firstHeard : other.firstHeard,
                lastHeard.isAfter(other.lastHeard) ? lastHeard : other.lastHeard,
                newer.activeMinutes,
                newer.drops,
                newer.resources,
                newer.ended);
    }
}
