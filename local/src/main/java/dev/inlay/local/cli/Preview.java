package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.image.Instrumentation;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.instrument.Plan;
import dev.inlay.registry.ImageStore;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.Optional;

/// What instrumenting an image would change, before and after: for people who want to see it first.
final class Preview {
    private static final int MAX_CONFIGURATION = 8 * 1024 * 1024;

    private final ImageStore store;
    private final Plan plan;

    Preview(ImageStore store, Plan plan) {
        this.store = store;
        this.plan = plan;
    }

    /// One entry for each platform that gets a sensor.
    ArrayNode document() {
        var images = Json.object().putArray("images");
        for (var image : plan.images()) {
            var entry = images.addObject().put("platform", image.platform().toString());
            before(image).ifPresent(before -> entry.set("before", before));
            entry.set("after", said(image.twin().manifest(), image.twin().configuration()));
        }
        return images;
    }

    /// Empty when the original of an image that is instrumented anew is gone.
    private Optional<ObjectNode> before(Plan.PlannedImage image) {
        var repository = plan.push().repository();
        return store.manifest(repository, image.source())
                .flatMap(manifest ->
                        Instrumentation.configuration(manifest)
                                .map(config -> store.blob(repository, config, MAX_CONFIGURATION))
                                .map(bytes -> said(manifest, bytes)));
    }

    private static ObjectNode said(Manifest manifest, byte[] configuration) {
        var config = JsonTree.object(configuration, "a configuration").path("config");
        var said = Json.object();
        said.set("entrypoint", present(config.path("Entrypoint")));
        said.set("command", present(config.path("Cmd")));
        var layers = said.putArray("layers");
        manifest.tree()
                .path("layers")
                .forEach(layer ->
                        layers.addObject()
                                .put("digest", layer.path("digest").asText())
                                .put("size", layer.path("size").asLong()));
        said.set("labels", present(config.path("Labels")));
        return said;
    }

    private static JsonNode present(JsonNode node) {
        return node.isMissingNode() ? NullNode.getInstance() : node;
    }

    void print(PrintStream out) {
        for (var image : document()) {
            out.println(image.path("platform").asText());
            var grid = new Grid("", "BEFORE", "AFTER");
            row(grid, "entrypoint", image);
            row(grid, "command", image);
            layers(grid, image.at("/before/layers"), image.at("/after/layers"));
            labels(grid, image.at("/before/labels"), image.at("/after/labels"));
            grid.print(out);
            out.println();
        }
    }

    private static void row(Grid grid, String field, JsonNode image) {
        grid.row(
                field,
                image.path("before").path(field).toString(),
                image.path("after").path(field).toString());
    }

    private static void layers(Grid grid, JsonNode before, JsonNode after) {
        for (int at = 0; at < Math.max(before.size(), after.size()); at++) {
            grid.row("layer " + (at + 1), layer(before.path(at)), layer(after.path(at)));
        }
    }

    private static String layer(JsonNode layer) {
        return layer.isMissingNode()
                ? ""
                : Wording.digest(layer.path("digest")) + " " + layer.path("size").asText();
    }

    private static void labels(Grid grid, JsonNode before, JsonNode after) {
        var names = new LinkedHashSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.forEach(name ->
                grid.row("label " + name, before.path(name).asText(), after.path(name).asText()));
    }
}
