package dev.inlay.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.document.Word;
import java.util.Map;

/// The parts of frames that are kept, as JSON that [FrameReader] reads again.
final class FramePartsDocument {
    private FramePartsDocument() {}

    static ObjectNode write(Frame.Placement placement) {
        var to =
                Json.object()
                        .put("hostname", placement.hostname())
                        .put("started", Json.time(placement.started()));
        placement.task().ifPresent(task -> to.put("task", task));
        placement.cluster().ifPresent(cluster -> to.put("cluster", cluster));
        placement.name().ifPresent(name -> to.put("name", name));
        return to;
    }

    static ObjectNode write(Frame.Sensor sensor) {
        var to =
                Json.object()
                        .put("version", sensor.version())
                        .put("tier", sensor.tier().word())
                        .put("because", sensor.because())
                        .put("forced", sensor.forced());
        to.set("limits", Json.texts(sensor.limits()));
        return to;
    }

    static ObjectNode write(Frame.Applied policy) {
        var to = Json.object().put("version", policy.version());
        policy.sha256().ifPresent(hash -> to.put("sha256", hash));
        if (!policy.modes().isEmpty()) {
            var modes = to.putObject("modes");
            for (var domain : Domain.values()) {
                modes.put(domain.word(), policy.modes().getOrDefault(domain, Mode.LEARN).word());
            }
        }
        policy.applied().ifPresent(time -> to.put("applied", Json.time(time)));
        policy.refused().ifPresent(because -> to.put("refused", because));
        return to;
    }

    static ObjectNode write(Map<? extends Word, Long> numbers) {
        var to = Json.object();
        numbers.entrySet().stream()
                .sorted((a, b) -> a.getKey().word().compareTo(b.getKey().word()))
                .forEach(each -> to.put(each.getKey().word(), each.getValue()));
        return to;
    }

    static ObjectNode write(Frame.Drops drops) {
        return Json.object()
                .put("behaviours", drops.behaviours())
                .put("frames", drops.frames())
                .put("notifications", drops.notifications());
    }

    static ObjectNode write(Frame.Resources resources) {
        return Json.object()
                .put("rssBytes", resources.rssBytes())
                .put("cpuMillis", resources.cpuMillis())
                .put("notified", resources.notified());
    }
}
