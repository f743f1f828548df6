package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/// The sensor's place: in front of what the image starts anyway. `Cmd` is never moved here, for a
/// user who replaces the command would then replace nothing.
final class Entrypoint {
    private static final List<String> SENSOR = List.of("/.inlay/sensor", "--");
    private static final List<String> CLEARED = List.of("");

    private Entrypoint() {}

    /// Null and absent are no arguments; Docker also takes one string for a list of one.
    static List<String> strings(JsonNode list) {
        return list.isTextual()
                ? List.of(list.asText())
                : list.valueStream().map(JsonNode::asText).toList();
    }

    /// Whether it is a list of strings, or what counts as one.
    static boolean isWellFormed(JsonNode list) {
        return list.isMissingNode()
                || list.isNull()
                || list.isTextual()
                || (list.isArray() && list.valueStream().allMatch(JsonNode::isTextual));
    }

    static boolean hasSensor(List<String> entrypoint) {
        return entrypoint.size() >= 2 && entrypoint.subList(0, 2).equals(SENSOR);
    }

    /// What the image starts. Exactly one empty text is nothing: engines take it for the way to
    /// clear an entrypoint (moby `mergeAndVerifyConfig`, containerd's CRI `containerSpecOpts`) and
    /// start the command alone, while in a longer list it is the name of a program.
    static List<String> withoutSensor(List<String> entrypoint) {
        var bare = hasSensor(entrypoint) ? entrypoint.subList(2, entrypoint.size()) : entrypoint;
        return bare.equals(CLEARED) ? List.of() : bare;
    }

    static void writeWithSensor(List<String> entrypoint, ArrayNode to) {
        to.removeAll();
        SENSOR.forEach(to::add);
        withoutSensor(entrypoint).forEach(to::add);
    }
}
