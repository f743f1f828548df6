package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.util.Arrays;

/// Reads and writes other people's JSON without losing any of it: as a tree, numbers exactly,
/// fields in their order. Documents that could mean two things (a key twice, text behind the end)
/// are refused, for a registry and a container engine might read them differently.
public final class JsonTree {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_GUESS = 4;
    private static final byte[] MARK = "\ufeff".getBytes(UTF_8);
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();
    private static final JsonMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private JsonTree() {}

    /// The object these bytes hold.
    ///
    /// @param what names the document in the `PermanentFailure` that anything else becomes
    public static ObjectNode object(byte[] json, String what) {
        return switch (read(json)) {
            case Reading.Read<ObjectNode>(var object) -> object;
            case Reading.Malformed<ObjectNode>(var because) ->
                    throw new PermanentFailure(
                            "json-malformed", "reading " + what + ": " + because);
        };
    }

    /// The object these bytes hold, when that is what they hold.
    public static Reading<ObjectNode> read(byte[] json) {
        if (!isText(json)) {
            return new Reading.Malformed<>(
                    "it is not text in UTF-8 without a byte order mark, as JSON has to be");
        }
        try {
            return MAPPER.readTree(json) instanceof ObjectNode object
                    ? new Reading.Read<>(object)
                    : new Reading.Malformed<>("it is not a JSON object");
        } catch (JsonProcessingException e) {
            return new Reading.Malformed<>("it is not proper JSON: " + e.getOriginalMessage());
        } catch (IOException | NumberFormatException e) {
            return new Reading.Malformed<>("it is not proper JSON: " + e.getMessage());
        }
    }

    /// Whether it is UTF-8 (RFC 8259, 8.1). Our parser would guess another encoding from zeros at
    /// the beginning and pass over a byte order mark; those of engines and registries do neither.
    private static boolean isText(byte[] json) {
        for (int at = 0; at < Math.min(MAX_GUESS, json.length); at++) {
            if (json[at] == 0) {
                return false;
            }
        }
        return json.length < MARK.length
                || !Arrays.equals(json, 0, MARK.length, MARK, 0, MARK.length);
    }

    /// The object these bytes hold, which are nobody's business: the failure quotes nothing of
    /// them.
    public static ObjectNode confidential(byte[] json, String what) {
        return switch (read(json)) {
            case Reading.Read<ObjectNode>(var object) -> object;
            case Reading.Malformed<ObjectNode> _ ->
                    throw new PermanentFailure(
                            "json-malformed", "reading " + what + ": it is no JSON object");
        };
    }

    /// The bytes of a tree, without white space: the same tree always gives the same bytes.
    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /// A new, empty object.
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }
}
