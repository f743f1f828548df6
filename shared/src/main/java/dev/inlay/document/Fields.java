package dev.inlay.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The fields of one JSON object. Asking for a field that is absent or wrong notes the problem and
/// gives a neutral value, so a reader is written as if every document were right; the first problem
/// noted makes the whole document malformed.
public final class Fields {
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?Z");

    private final ObjectNode object;
    private final String path;
    private final Problems problems;

    private Fields(ObjectNode object, String path, Problems problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    static Fields of(ObjectNode object) {
        return new Fields(object, "", new Problems());
    }

    Optional<String> firstProblem() {
        return problems.first();
    }

    /// Notes that a field does not hold together with the rest of the document.
    public void refuse(String name, String because) {
        problems.note(path + name + ": " + because);
    }

    /// Whether the field is there and not null.
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /// The only version of the document that is understood.
    public void version(long known) {
        long version = number("version", 0, Long.MAX_VALUE);
        if (version != known) {
            refuse("version", "this side reads version " + known + ", not " + version);
        }
    }

    /// A text.
    public String text(String name, int maxBytes) {
        var node = object.path(name);
        return node.isTextual()
                ? bounded(name, node.textValue(), maxBytes)
                : wrong(name, "a text", node, "");
    }

    /// A text, or empty when the field is absent.
    public Optional<String> optionalText(String name, int maxBytes) {
        return has(name) ? Optional.of(text(name, maxBytes)) : Optional.empty();
    }

    /// A whole number.
    public long number(String name, long least, long most) {
        var node = object.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            return wrong(name, "a whole number", node, least);
        }
        long value = node.longValue();
        if (value < least || value > most) {
            refuse(name, "expected " + least + " to " + most + ", got " + value);
            return least;
        }
        return value;
    }

    /// A whole number, or empty when the field is absent.
    public Optional<Long> optionalNumber(String name, long least, long most) {
        return has(name) ? Optional.of(number(name, least, most)) : Optional.empty();
    }

    /// True or false.
    public boolean flag(String name) {
        var node = object.path(name);
        return node.isBoolean() ? node.booleanValue() : wrong(name, "true or false", node, false);
    }

    /// True or false; false when the field is absent.
    public boolean optionalFlag(String name) {
        return has(name) && flag(name);
    }

    /// A time in UTC.
    public Instant time(String name) {
        var node = object.path(name);
        if (node.isTextual() && TIME.matcher(node.textValue()).matches()) {
            try {
                var time = Instant.parse(node.textValue());
                return time.isBefore(Instant.EPOCH)
                        ? wrong(name, "a time after 1970", node, Instant.EPOCH)
                        : time;
            } catch (DateTimeException e) {
                return wrong(name, "an RFC 3339 time in UTC", node, Instant.EPOCH);
            }
        }
        return wrong(name, "an RFC 3339 time in UTC", node, Instant.EPOCH);
    }

    /// A time in UTC, or empty when the field is absent.
    public Optional<Instant> optionalTime(String name) {
        return has(name) ? Optional.of(time(name)) : Optional.empty();
    }

    /// One of the words of a type, by its `word()`.
    public <E extends Enum<E> & Word> E word(String name, Class<E> type) {
        return wordOf(name, text(name, Word.MAX_BYTES), type);
    }

    /// One of the words of a type, or empty when the field is absent.
    public <E extends Enum<E> & Word> Optional<E> optionalWord(String name, Class<E> type) {
        return has(name) ? Optional.of(word(name, type)) : Optional.empty();
    }

    /// A list of words.
    public <E extends Enum<E> & Word> List<E> words(String name, Class<E> type) {
        return texts(name, type.getEnumConstants().length, Word.MAX_BYTES).stream()
                .map(text -> wordOf(name, text, type))
                .toList();
    }

    /// A list of texts; absent is wrong.
    public List<String> texts(String name, int maxItems, int maxBytes) {
        return items(name, maxItems, true).stream()
                .map(node ->
                        node.isTextual()
                                ? bounded(name, node.textValue(), maxBytes)
                                : wrong(name, "texts", node, ""))
                .toList();
    }

    /// A list of texts, or empty when the field is absent.
    public Optional<List<String>> optionalTexts(String name, int maxItems, int maxBytes) {
        return has(name) ? Optional.of(texts(name, maxItems, maxBytes)) : Optional.empty();
    }

    /// A list of whole numbers; absent is an empty one.
    public List<Long> numbers(String name, int maxItems, long least, long most) {
        var numbers = new ArrayList<Long>();
        for (var node : items(name, maxItems, false)) {
            boolean fits =
                    node.isIntegralNumber()
                            && node.canConvertToLong()
                            && node.longValue() >= least
                            && node.longValue() <= most;
            numbers.add(
                    fits
                            ? node.longValue()
                            : wrong(name, "numbers from " + least + " to " + most, node, least));
        }
        return List.copyOf(numbers);
    }

    /// An object inside this one; when it is absent, one in which every field is absent.
    public Fields object(String name) {
        return object.path(name) instanceof ObjectNode child
                ? new Fields(child, path + name + ".", problems)
                : new Fields(
                        wrong(name, "an object", object.path(name), Json.object()),
                        path + name + ".",
                        problems);
    }

    /// An object inside this one as it came, for a reader of its own.
    public ObjectNode tree(String name) {
        return object(name).object;
    }

    /// An object inside this one, or empty when it is absent.
    public Optional<Fields> optionalObject(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /// A list of objects.
    ///
    /// @param required whether an absent list is wrong or empty
    public <T> List<T> list(
            String name, int maxItems, boolean required, Function<Fields, T> reader) {
        var values = new ArrayList<T>();
        for (var node : items(name, maxItems, required)) {
            if (node instanceof ObjectNode child) {
                var where = path + name + "[" + values.size() + "].";
                values.add(reader.apply(new Fields(child, where, problems)));
            } else {
                wrong(name, "objects", node, "");
            }
        }
        return List.copyOf(values);
    }

    /// The names of all fields, for objects that are maps.
    public List<String> names() {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return List.copyOf(names);
    }

    private <E extends Enum<E> & Word> E wordOf(String name, String text, Class<E> type) {
        E[] all = type.getEnumConstants();
        for (E each : all) {
            if (each.word().equals(text)) {
                return each;
            }
        }
        return wrong(
                name, "one of " + Word.all(type), JsonNodeFactory.instance.textNode(text), all[0]);
    }

    private List<JsonNode> items(String name, int maxItems, boolean required) {
        var node = object.path(name);
        if (node.isMissingNode() && !required) {
            return List.of();
        }
        if (!node.isArray()) {
            return wrong(name, "a list", node, List.of());
        }
        if (node.size() > maxItems) {
            refuse(name, "at most " + maxItems + " entries, got " + node.size());
            return List.of();
        }
        var items = new ArrayList<JsonNode>();
        node.forEach(items::add);
        return items;
    }

    private String bounded(String name, String text, int maxBytes) {
        if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            refuse(name, "at most " + maxBytes + " bytes");
            return "";
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            refuse(name, "half a surrogate pair is not a character");
            return "";
        }
        return text;
    }

    private <T> T wrong(String name, String expected, JsonNode found, T neutral) {
        var seen = found.isMissingNode() ? "nothing" : found.toString();
        var shown = seen.length() > 60 ? seen.substring(0, 60) + "…" : seen;
        refuse(name, "expected " + expected + ", got " + shown);
        return neutral;
    }
}
