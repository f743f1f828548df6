package dev.inlay.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;

/// Processes as JSON, as frames tell them.
public final class AncestorDocument {
    private AncestorDocument() {}

    /// Reads a process.
    public static Ancestor read(Fields from) {
        return FrameReader.ancestor(from);
    }

    /// Writes what `read` reads.
    public static ObjectNode write(Ancestor ancestor) {
        var to = Json.object().put("id", ancestor.id());
        ancestor.parent().ifPresent(parent -> to.put("parent", parent));
        to.put("pid", ancestor.pid()).put("program", ancestor.program());
        to.set("arguments", Json.texts(ancestor.arguments()));
        return to.put("user", ancestor.user())
                .put("started", Json.time(ancestor.started()))
                .put("outside", ancestor.outside());
    }
}
