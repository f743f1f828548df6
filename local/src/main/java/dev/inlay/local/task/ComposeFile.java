package dev.inlay.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A compose file. `entrypoint` replaces the image's, as a list or as words of a shell; null leaves
/// it, an empty one clears it.
final class ComposeFile {
    private ComposeFile() {}

    static List<Started> containers(JsonNode file) {
        return file.path("services")
                .propertyStream()
                .map(each -> container(each.getKey(), each.getValue()))
                .toList();
    }

    private static Started container(String name, JsonNode of) {
        return new Started(
                name, of.path("image").asText(), "entrypoint", entrypoint(of), notes(name, of));
    }

    private static Optional<List<String>> entrypoint(JsonNode of) {
        var entrypoint = of.path("entrypoint");
        if (entrypoint.isMissingNode() || entrypoint.isNull()) {
            return Optional.empty();
        }
        return Optional.of(ShellWords.in(entrypoint));
    }

    private static List<Finding> notes(String name, JsonNode of) {
        var notes = new ArrayList<Finding>();
        if (of.path("init").asBoolean()) {
            notes.add(
                    Finding.note(
                            name,
                            "init",
                            "init puts another init before the sensor; it works, and is not needed: the sensor reaps and forwards signals itself"));
        }
        var pid = of.path("pid").asText();
        if (!pid.isEmpty()) {
            notes.add(
                    Finding.note(
                            name,
                            "pid-mode",
                            "pid is '%s': its sensor is not the first process and sees others' processes as ones from outside"
                                    .formatted(pid)));
        }
        if (of.has("extends")) {
            notes.add(
                    Finding.note(
                            name,
                            "extends",
                            "it extends another service, which is not followed: check what 'docker compose config' prints"));
        }
        if (of.has("build")) {
            notes.add(
                    Finding.note(
                            name,
                            "built",
                            "it is built here: what compose builds has no sensor until it is instrumented"));
        }
        return notes;
    }
}
