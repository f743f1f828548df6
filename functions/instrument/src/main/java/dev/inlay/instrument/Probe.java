package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Platform;
import dev.inlay.registry.Distribution;
import dev.inlay.task.Errands;

/// Finds out what a place lets the sensor see and stop, by running it there alone.
public final class Probe {
    /// What was found out.
    ///
    /// @param place where, as exactly as it is known
    /// @param answer the sensor's own
    public record Told(String place, ObjectNode answer) {}

    private final Distribution registry;
    private final String repository;
    private final SensorLayers sensors;
    private final Errands errands;

    /// @param repository where the sensor is put for that; it has to exist
    public Probe(Distribution registry, String repository, SensorLayers sensors, Errands errands) {
        this.registry = registry;
        this.repository = repository;
        this.sensors = sensors;
        this.errands = errands;
    }

    /// What the sensor says of a place with this kind of processor.
    public Told ask(String architecture) {
        var platform = new Platform("linux", architecture, "");
        if (!sensors.platforms().contains(platform)) {
            throw new PermanentFailure(
                    "no-sensor",
                    "probing on %s: this build has sensors for %s only"
                            .formatted(architecture, sensors.platforms()));
        }
        var image = new ProbeImage(sensors.layer(platform).layer(), architecture);
        var digest = image.push(registry, repository, "probe-" + architecture);
        var ended =
                errands.run(
                        new Errands.Errand(
                                "probe-" + architecture,
                                "%s/%s@%s".formatted(registry.registry(), repository, digest),
                                architecture,
                                ProbeImage.COMMAND));
        return answer(architecture, ended);
    }

    private static String outcome(Errands.Ended ended) {
        return ended.exitCode() < 0
                ? "the task stopped before the sensor ran"
                : "the task ended with " + ended.exitCode();
    }

    private static String said(Errands.Ended ended) {
        return ended.output().isEmpty()
                ? "its log is empty: check what its execution role may pull and log, and its network's way to ECR and CloudWatch Logs"
                : "its log says: " + ended.output();
    }

    private static Told answer(String architecture, Errands.Ended ended) {
        int begin = ended.output().indexOf('{');
        if (ended.exitCode() != 0 || begin < 0) {
            throw new PermanentFailure(
                    "probe-failed",
                    "probing on %s: %s: %s; %s"
                            .formatted(architecture, outcome(ended), ended.because(), said(ended)));
        }
        return new Told(
                ended.place(),
                JsonTree.object(
                        ended.output().substring(begin).getBytes(UTF_8), "what the probe said"));
    }
}
