package dev.inlay.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A template as it is synthesised for some settings, without a build: the jars are stand-ins. The
/// first one starts the CDK's own process, which takes seconds; all others take none, so all tests
/// share one.
public record Synthesised(Path folder, JsonNode template) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Map<String, String>, Synthesised> MADE = new ConcurrentHashMap<>();

    public static Synthesised byDefault() {
        return with(Map.of());
    }

    public static Synthesised with(Map<String, String> settings) {
        return MADE.computeIfAbsent(settings, Synthesised::make);
    }

    private static Synthesised make(Map<String, String> settings) {
        try {
            var folder = Files.createTempDirectory("inlay-infra");
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(folder)));
            var chosen = Settings.from(settings);
            InlayApp.synthesise(
                    chosen, standIns(folder, chosen.processor()), folder.resolve("out"));
            var out = folder.resolve("out");
            return new Synthesised(
                    out, JSON.readTree(out.resolve(InlayApp.STACK + ".template.json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All tests share it, so it is there until the last of them is over.
    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Assets standIns(Path folder) throws IOException {
        return standIns(folder, Processor.ARM64);
    }

    static Assets standIns(Path folder, Processor processor) throws IOException {
        return new Assets(
                Files.writeString(folder.resolve("registry-scan.jar"), "registry-scan"),
                Files.writeString(folder.resolve("telemetry-ingest.jar"), "telemetry-ingest"),
                Files.writeString(folder.resolve("policy-eval.jar"), "policy-eval"),
                Files.writeString(folder.resolve("console-api.jar"), "console-api"),
                Files.writeString(folder.resolve("coverage.jar"), "coverage"),
                StandInImage.write(folder.resolve("task-image.tar"), processor.ofImages()));
    }

    /// Resources of a type, by logical id.
    public Map<String, JsonNode> resources(String type) {
        var found = new TreeMap<String, JsonNode>();
        for (var resource : template.path("Resources").properties()) {
            if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue());
            }
        }
        return found;
    }

    /// One resource; a missing node when there is none.
    JsonNode resource(String id) {
        return template.at("/Resources/" + id);
    }

    /// The properties of all resources of a type.
    public List<JsonNode> properties(String type) {
        return resources(type).values().stream()
                .map(resource -> resource.path("Properties"))
                .toList();
    }

    /// The logical id of the one resource of a type that a value refers to, however it does.
    String named(String type, JsonNode value) {
        var text = value.toString();
        return resources(type).keySet().stream()
                .filter(id -> text.contains("\"" + id + "\""))
                .findFirst()
                .orElse("no " + type + " in " + text);
    }
}
