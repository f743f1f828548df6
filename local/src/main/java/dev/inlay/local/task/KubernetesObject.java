package dev.inlay.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A Kubernetes object that starts pods, or a list of such. What Kubernetes calls `command`
/// replaces the image's entrypoint; its `args` are what everybody else calls command.
final class KubernetesObject {
    private static final List<String> LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    private KubernetesObject() {}

    /// None for kinds that start nothing.
    static List<Started> containers(JsonNode object) {
        if (object.path("items").isArray()) {
            return object.path("items")
                    .valueStream()
                    .flatMap(item -> containers(item).stream())
                    .toList();
        }
        var pod = pod(object);
        return LISTS.stream()
                .flatMap(list -> pod.path(list).valueStream().map(each -> container(pod, each)))
                .toList();
    }

    private static JsonNode pod(JsonNode object) {
        var spec = object.path("spec");
        return Stream.of(
                        spec.at("/jobTemplate/spec/template/spec"), spec.at("/template/spec"), spec)
                .filter(each -> each.has("containers"))
                .findFirst()
                .orElse(spec);
    }

    private static Started container(JsonNode pod, JsonNode of) {
        var name = of.path("name").asText();
        var command = ShellWords.in(of.path("command"));
        return new Started(
                name,
                of.path("image").asText(),
                "command",
                command.isEmpty() ? Optional.empty() : Optional.of(command),
                notes(pod, name));
    }

    private static List<Finding> notes(JsonNode pod, String name) {
        var notes = new ArrayList<Finding>();
        for (var field : List.of("hostPID", "shareProcessNamespace")) {
            if (pod.path(field).asBoolean()) {
                notes.add(
                        Finding.note(
                                name,
                                "pid-mode",
                                field
                                        + " is on: its sensor is not the first process and sees others' processes as ones from outside"));
            }
        }
        if (pod.at("/os/name").asText().equals("windows")) {
            notes.add(
                    Finding.note(name, "windows", "it runs on Windows, where there is no sensor"));
        }
        return notes;
    }
}
