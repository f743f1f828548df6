package dev.inlay.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An ECS task definition, as `register-task-definition` takes it or `describe-task-definition`
/// gives it. `entryPoint` replaces the image's entrypoint and with it the sensor; `command` does
/// not.
final class EcsTask {
    private EcsTask() {}

    static List<Started> containers(JsonNode task) {
        return task.path("containerDefinitions")
                .valueStream()
                .map(each -> container(task, each))
                .toList();
    }

    private static Started container(JsonNode task, JsonNode of) {
        var name = of.path("name").asText();
        return new Started(
                name,
                of.path("image").asText(),
                "entryPoint",
                entrypoint(of),
                notes(task, of, name));
    }

    private static Optional<List<String>> entrypoint(JsonNode of) {
        var words = ShellWords.in(of.path("entryPoint"));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private static List<Finding> notes(JsonNode task, JsonNode of, String name) {
        var notes = new ArrayList<Finding>();
        var pidMode = task.path("pidMode").asText();
        if (!pidMode.isEmpty()) {
            notes.add(
                    Finding.note(
                            name,
                            "pid-mode",
                            "pidMode is '%s': its sensor is not the first process and sees the other containers' processes as ones from outside"
                                    .formatted(pidMode)));
        }
        if (of.path("linuxParameters").path("initProcessEnabled").asBoolean()) {
            notes.add(
                    Finding.note(
                            name,
                            "init",
                            "initProcessEnabled puts another init before the sensor; it works, and is not needed: the sensor reaps and forwards signals itself"));
        }
        if (task.path("runtimePlatform")
                .path("operatingSystemFamily")
                .asText()
                .startsWith("WINDOWS")) {
            notes.add(
                    Finding.note(name, "windows", "it runs on Windows, where there is no sensor"));
        }
        return notes;
    }
}
