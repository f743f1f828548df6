package dev.inlay.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The example documents that the sensor's side is tested with too, and the schemas of them all.
public final class Examples {
    private static final Path DOCS = docs(Path.of("").toAbsolutePath());
    private static final String IDS = "https://inlay.dev/schemas/";

    private Examples() {}

    /// Tests run in the folder of their module, at whatever depth that is.
    private static Path docs(Path from) {
        var here = from.resolve("docs");
        var above = from.getParent();
        return Files.isDirectory(here.resolve("examples")) || above == null ? here : docs(above);
    }

    private static String schema(String id) {
        return read(DOCS.resolve("schemas").resolve(id.substring(IDS.length())));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of `docs/examples/NAME`.
    public static String text(String name) {
        return read(DOCS.resolve("examples").resolve(name));
    }

    /// The same, parsed.
    public static JsonNode tree(String name) {
        try {
            return new ObjectMapper().readTree(text(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What `docs/schemas/NAME.schema.json` has against a document; empty when nothing.
    public static List<String> objections(String schema, String document) {
        var registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemas(id -> id.startsWith(IDS) ? schema(id) : null));
        return registry
                .getSchema(SchemaLocation.of(IDS + schema + ".schema.json"))
                .validate(document, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
