package dev.inlay.aws.dynamodb;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Documents as items and back.
final class Item {
    private Item() {}

    static Map<String, AttributeValue> key(Key key) {
        return Map.of("p", text(key.partition()), "s", text(key.sort()));
    }

    static Row row(String table, Map<String, AttributeValue> item) {
        var key = new Key(read(table, item, "p").s(), read(table, item, "s").s());
        var expires = Optional.ofNullable(item.get("e")).map(millis -> number(table, millis));
        return new Row(
                key,
                read(table, item, "d").s(),
                number(table, read(table, item, "r")),
                expires.map(Instant::ofEpochMilli));
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    private static AttributeValue read(
            String table, Map<String, AttributeValue> item, String name) {
        var value = item.get(name);
        if (value == null) {
            throw foreign(table, "an item has no '" + name + "'");
        }
        return value;
    }

    private static long number(String table, AttributeValue value) {
        try {
            return Long.parseLong(value.n());
        } catch (NumberFormatException e) {
            throw foreign(table, "an item has a text where a number belongs");
        }
    }

    private static PermanentFailure foreign(String table, String what) {
        return new PermanentFailure(
                "store-foreign",
                "reading the table %s: %s; did something else write to it?".formatted(table, what));
    }
}
