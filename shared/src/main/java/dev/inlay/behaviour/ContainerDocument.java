package dev.inlay.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;

/// Containers as JSON, version 1: what the runtime table stores, and what the console and the CLI
/// show.
public final class ContainerDocument {
    private static final int MAX_BYTES = 300 * 1024;

    private ContainerDocument() {}

    static String write(Container container) {
        return Json.write(tree(container));
    }

    /// A container as a tree, for answers that hold more than it.
    public static ObjectNode tree(Container container) {
        var to =
                Json.object()
                        .put("version", 1)
                        .put("session", container.session())
                        .put("image", container.image().value())
                        .put("source", container.source());
        to.set("container", FramePartsDocument.write(container.placement()));
        to.set("sensor", FramePartsDocument.write(container.sensor()));
        to.set("policy", FramePartsDocument.write(container.policy()));
        to.put("sequence", container.sequence())
                .put("firstHeard", Json.time(container.firstHeard()))
                .put("lastHeard", Json.time(container.lastHeard()));
        to.set("activeMinutes", FramePartsDocument.write(container.activeMinutes()));
        to.set("drops", FramePartsDocument.write(container.drops()));
        to.set("resources", FramePartsDocument.write(container.resources()));
        return to.put("ended", container.ended());
    }

    static Reading<Container> read(String text) {
        return Json.read(text, MAX_BYTES, ContainerDocument::container);
    }

    private static Container container(Fields from) {
        from.version(1);
        return new Container(
                FrameReader.session(from),
                FrameReader.image(from),
                FrameReader.source(from),
                FrameReader.placement(from.object("container")),
                FrameReader.sensor(from.object("sensor")),
                FrameReader.applied(from.object("policy")),
                FrameReader.sequence(from),
                from.time("firstHeard"),
                from.time("lastHeard"),
                FrameReader.activeMinutes(from.object("activeMinutes")),
                FrameReader.drops(from.object("drops")),
                FrameReader.resources(from.object("resources")),
                FrameReader.ended(from));
    }
}
