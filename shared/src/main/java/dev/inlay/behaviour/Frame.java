package dev.inlay.behaviour;

import dev.inlay.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a container's sensor says of one window of time; every count is cumulative since the
/// container's start, so frames may come twice and in any order.
///
/// @param session from the control plane, or `offline-…`
/// @param image the image's identity: its digest before instrumentation
/// @param source repository and tag as instrumented, for people
/// @param sequence from 1, per session
/// @param from begin of the window
/// @param to end of the window
/// @param activeMinutes minutes since the start in which anything was seen, by domain
/// @param ended whether the container ends with this frame
public record Frame(
        String session,
        Digest image,
        String source,
        Placement container,
        Sensor sensor,
        Applied policy,
        long sequence,
        Instant from,
        Instant to,
        Map<Domain, Long> activeMinutes,
        Lineage lineage,
        List<Observed> behaviours,
        Drops drops,
        Resources resources,
        boolean ended) {
    public Frame {
        activeMinutes = Map.copyOf(activeMinutes);
        behaviours = List.copyOf(behaviours);
    }

    /// The same frame as one of another session: of the one that was proved.
    public Frame of(String proved) {
        return new Frame(
                proved,
                image,
                source,
                container,
                sensor,
                policy,
                sequence,
                from,
                to,
                activeMinutes,
                lineage,
                behaviours,
                drops,
                resources,
                ended);
    }

    /// Where the container runs.
    ///
    /// @param task from ECS metadata when there is any, like the two after it
    public record Placement(
            String hostname,
            Instant started,
            Optional<String> task,
            Optional<String> cluster,
            Optional<String> name) {}

    /// What the sensor can do there.
    ///
    /// @param because why not in a better tier
    /// @param forced whether the tier was forced down
    /// @param limits what is not seen here
    public record Sensor(
            String version, Tier tier, String because, boolean forced, List<String> limits) {
        public Sensor {
            limits = List.copyOf(limits);
        }
    }

    /// The policy the sensor holds the container to.
    ///
    /// @param version 0 when there is none
    /// @param sha256 of the policy's text
    /// @param modes `learn`, `record` or `block` by domain; empty when there is no policy
    /// @param applied when
    /// @param refused why the newest offer was not taken
    public record Applied(
            long version,
            Optional<String> sha256,
            Map<Domain, Mode> modes,
            Optional<Instant> applied,
            Optional<String> refused) {
        public Applied {
            modes = Map.copyOf(modes);
        }
    }

    /// What was folded or lost.
    public record Drops(long behaviours, long frames, long notifications) {}

    /// What the sensor uses.
    public record Resources(long rssBytes, long cpuMillis, long notified) {}
}
