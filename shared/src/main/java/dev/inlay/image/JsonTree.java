package dev.inlay.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads and writes other people's JSON without losing any of it: as a tree, numbers exactly,
/// fields in their order. Documents that could mean two things (a key twice, text behind the end)
/// are refused, for a registry and a container engine might read them differently.
public final class JsonTree {
    private static final int MAX_DEPTH = 100;
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
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw malformed(what, "it is not a JSON object", null);
        } catch (JsonProcessingException e) {
            throw malformed(what, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw malformed(what, String.valueOf(e.getMessage()), e);
        }
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

    private static PermanentFailure malformed(
            String what, String because, @Nullable Throwable cause) {
        return new PermanentFailure("json-malformed", "reading " + what + ": " + because, cause);
    }
}
