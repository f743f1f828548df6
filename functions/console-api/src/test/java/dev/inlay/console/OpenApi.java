package dev.inlay.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// `docs/openapi.yaml`, as a judge of answers.
final class OpenApi {
    private static final Path DOCS = Path.of("..", "..", "docs").toAbsolutePath().normalize();
    private static final String IDS = "https://inlay.dev/";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final JsonNode document;

    OpenApi() {
        try {
            document =
                    new ObjectMapper(new YAMLFactory())
                            .readTree(Files.readString(DOCS.resolve("openapi.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `GET /api/v1/images` and all others.
    Set<String> routes() {
        var routes = new TreeSet<String>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .propertyStream()
                                .filter(each -> METHODS.contains(each.getKey()))
                                .forEach(each ->
                                        routes.add(
                                                each.getKey().toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        return routes;
    }

    /// What the document has against an answer of a route; empty when nothing.
    List<String> objections(String method, String path, Answer answer) {
        var response =
                document.path("paths")
                        .path(path)
                        .path(method.toLowerCase(Locale.ROOT))
                        .path("responses")
                        .path(Integer.toString(answer.status()));
        if (response.isMissingNode()) {
            return List.of(
                    "the document knows no " + answer.status() + " of " + method + " " + path);
        }
        var content = resolved(response).path("content");
        if (content.isMissingNode()) {
            return answer.body().isEmpty() ? List.of() : List.of("a body was not announced");
        }
        var type = answer.headers().getOrDefault("content-type", "none");
        var schema = content.path(type).path("schema");
        return schema.isMissingNode()
                ? List.of("the type " + type + " was not announced")
                : validate(schema, answer.body());
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /// As a schema of its own beside the document, so that `#/components/…` keeps its meaning.
    private List<String> validate(JsonNode schema, String body) {
        var text = schema.toString().replace("\"#/", "\"openapi.json#/");
        var registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder ->
                                builder.schemas(id -> {
                                    if (!id.startsWith(IDS)) {
                                        return null;
                                    }
                                    return switch (id.substring(IDS.length())) {
                                        case "answer.json" -> text;
                                        case "openapi.json" -> document.toString();
                                        default -> read(id.substring(IDS.length()));
                                    };
                                }));
        return registry
                .getSchema(SchemaLocation.of(IDS + "answer.json"))
                .validate(body, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    private static String read(String file) {
        try {
            return Files.readString(DOCS.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
