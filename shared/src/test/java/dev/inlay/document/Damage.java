package dev.inlay.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What may have become of a document: cut off at many places, and with each of its parts missing
/// or something else.
public final class Damage {
    private static final int CUTS = 20;
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private Damage() {}

    /// Some of them can be read still; none of them may break more than itself.
    public static List<String> of(String document) {
        var all = new ArrayList<String>();
        for (int cut = 0; cut < CUTS; cut++) {
            all.add(document.substring(0, document.length() * cut / CUTS));
        }
        try {
            var tree = new ObjectMapper().readTree(document);
            damage(tree, () -> all.add(tree.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static List<JsonNode> others() {
        return List.of(
                MAKE.nullNode(),
                MAKE.numberNode(-1),
                MAKE.numberNode(Long.MAX_VALUE),
                MAKE.textNode(""),
                MAKE.textNode("{"),
                MAKE.arrayNode(),
                MAKE.objectNode());
    }

    private static void damage(JsonNode in, Runnable take) {
        switch (in) {
            case ObjectNode object -> {
                for (var name :
                        List.copyOf(object.properties()).stream().map(e -> e.getKey()).toList()) {
                    var was = object.get(name);
                    each(was, other -> object.set(name, other), take);
                    object.remove(name);
                    take.run();
                    object.set(name, was);
                }
            }
            case ArrayNode array -> {
                for (int at = 0; at < array.size(); at++) {
                    int here = at;
                    each(array.get(at), other -> array.set(here, other), take);
                }
            }
            default -> {}
        }
    }

    private static void each(JsonNode was, Consumer<JsonNode> put, Runnable take) {
        for (var other : others()) {
            put.accept(other);
            take.run();
        }
        put.accept(was);
        damage(was, take);
    }
}
