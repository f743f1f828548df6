package dev.inlay.local.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The documents of a file that says how containers are started. YAML, of which JSON is a part;
/// anchors that would unfold to more than a file can reasonably hold are refused.
final class TaskFile {
    private static final int MAX_CHARACTERS = 2 * 1024 * 1024;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_NODES = 200_000;
    private static final int MAX_DEPTH = 60;
    private static final String MERGE = "<<";

    private final String name;
    private int nodes;

    private TaskFile(String name) {
        this.name = name;
    }

    /// All containers of all documents.
    ///
    /// @param name of the file, for messages
    static List<Started> read(String name, String text) {
        var all = new ArrayList<Started>();
        int documents = 0;
        for (var document : new TaskFile(name).documents(text)) {
            all.addAll(containers(name, document));
            documents++;
        }
        if (documents == 0) {
            throw refused(name, "it is empty");
        }
        return all;
    }

    private static List<Started> containers(String name, JsonNode document) {
        if (document.has("containerDefinitions")) {
            return EcsTask.containers(document);
        }
        if (document.path("taskDefinition").has("containerDefinitions")) {
            return EcsTask.containers(document.path("taskDefinition"));
        }
        if (document.has("apiVersion") && document.has("kind")) {
            return KubernetesObject.containers(document);
        }
        if (document.path("services").isObject()) {
            return ComposeFile.containers(document);
        }
        if (document.isNull()) {
            return List.of();
        }
        throw refused(
                name,
                "it is none of them: no containerDefinitions (ECS), no apiVersion and kind (Kubernetes), no services (compose)");
    }

    private List<JsonNode> documents(String text) {
        var settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setAllowDuplicateKeys(false)
                        .setMaxAliasesForCollections(MAX_ALIASES)
                        .setCodePointLimit(MAX_CHARACTERS)
                        .build();
        var documents = new ArrayList<JsonNode>();
        try {
            for (var document : new Load(settings).loadAllFromString(text)) {
                documents.add(tree(document, 0));
            }
        } catch (YamlEngineException e) {
            throw refused(name, String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return documents;
    }

    private JsonNode tree(@Nullable Object value, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw refused(name, "it unfolds to too much, or is nested too deep");
        }
        var factory = JsonNodeFactory.instance;
        return switch (value) {
            case null -> factory.nullNode();
            case Map<?, ?> map -> {
                var object = factory.objectNode();
                map.forEach((key, each) -> object.set(String.valueOf(key), tree(each, depth + 1)));
                yield merged(object);
            }
            case List<?> list -> {
                var array = factory.arrayNode();
                list.forEach(each -> array.add(tree(each, depth + 1)));
                yield array;
            }
            case Boolean flag -> factory.booleanNode(flag);
            case Integer number -> factory.numberNode(number);
            default -> factory.textNode(value.toString());
        };
    }

    /// `<<` takes over the fields of others (YAML 1.1, Merge Key), which compose files do a lot;
    /// what is said here wins, then the first of several.
    private static ObjectNode merged(ObjectNode object) {
        var others = object.remove(MERGE);
        var list =
                others == null
                        ? List.<JsonNode>of()
                        : others.isArray() ? others.valueStream().toList() : List.of(others);
        list.forEach(other ->
                other.properties()
                        .forEach(field -> {
                            if (!object.has(field.getKey())) {
                                object.set(field.getKey(), field.getValue());
                            }
                        }));
        return object;
    }

    private static PermanentFailure refused(String name, String because) {
        return new PermanentFailure(
                "task-unreadable",
                "reading %s as a task definition, Kubernetes manifest or compose file: %s"
                        .formatted(name, because));
    }
}
