package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.storage.Unreadable;
import java.util.List;

/// What a list leaves out because it cannot be read: named, so that nobody takes the rest for all.
final class UnreadableJson {
    private UnreadableJson() {}

    static ArrayNode write(List<Unreadable> left) {
        return Json.list(left, UnreadableJson::write);
    }

    private static ObjectNode write(Unreadable one) {
        return Json.object()
                .put("what", one.what())
                .put("partition", one.key().partition())
                .put("sort", one.key().sort())
                .put("because", one.because());
    }
}
