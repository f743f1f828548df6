package dev.inlay.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/// JSON text to trees and back. A tree is written in the order in which its fields were put,
/// without white space, so the same value always gives the same bytes.
public final class Json {
    /// Deeper nesting than any document of ours.
    private static final int MAX_DEPTH = 32;

    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static {
        STRICT.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    }

    private Json() {}

    /// Reads an object. Fields that are not asked for are ignored.
    ///
    /// @param maxBytes longer text is refused before it is parsed
    /// @param reader asks the fields for what it needs; it is called once and need not check
    ///   anything
    public static <T> Reading<T> read(String text, int maxBytes, Function<Fields, T> reader) {
        if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            return new Reading.Malformed<>("it is longer than " + maxBytes + " bytes");
        }
        try {
            var tree = STRICT.readTree(text);
            return tree instanceof ObjectNode object
                    ? read(object, reader)
                    : new Reading.Malformed<>("it is not a JSON object");
        } catch (JsonProcessingException e) {
            return new Reading.Malformed<>("it is not JSON: " + e.getOriginalMessage());
        }
    }

    /// Reads an object that was parsed before.
    public static <T> Reading<T> read(ObjectNode object, Function<Fields, T> reader) {
        var fields = Fields.of(object);
        var value = reader.apply(fields);
        return fields.firstProblem()
                .<Reading<T>>map(Reading.Malformed::new)
                .orElseGet(() -> new Reading.Read<>(value));
    }

    /// A new, empty object.
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A list of texts.
    public static ArrayNode texts(Iterable<String> texts) {
        var array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /// A list of whole numbers.
    public static ArrayNode numbers(Iterable<Long> numbers) {
        var array = JsonNodeFactory.instance.arrayNode();
        numbers.forEach(array::add);
        return array;
    }

    /// A list of anything.
    public static <T> ArrayNode list(Iterable<T> values, Function<T, JsonNode> write) {
        var array = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    /// RFC 3339 in UTC with milliseconds: `2026-01-02T03:04:05.678Z`.
    public static String time(Instant time) {
        return TIME.format(time.truncatedTo(ChronoUnit.MILLIS));
    }

    /// The text of a tree.
    public static String write(JsonNode tree) {
        return tree.toString();
    }
}
