package dev.inlay.aws.dynamodb;

import dev.inlay.storage.Key;
import dev.inlay.storage.Write;
import dev.inlay.storage.Write.Condition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One write in DynamoDB's words.
///
/// @param update empty for a deletion
/// @param condition empty for none
/// @param values what the two name; DynamoDB refuses one that neither does
record Change(
        Key key,
        Optional<String> update,
        Optional<String> condition,
        Map<String, AttributeValue> values) {
    private static final String ALIVE = "(attribute_not_exists(e) OR e > :now)";

    /// @param now when documents count as expired
    /// @param writer names this write
    static Change of(Write write, Instant now, String writer) {
        var values = new HashMap<String, AttributeValue>();
        return switch (write) {
            case Write.Put put ->
                    new Change(
                            put.key(),
                            Optional.of(update(put, writer, values)),
                            condition(put.condition(), now, values),
                            values);
            case Write.Delete(var key, var condition) ->
                    new Change(key, Optional.empty(), condition(condition, now, values), values);
        };
    }

    /// A revision is one more than that of whatever lies there, expired or not: so none comes twice
    /// before the item is gone.
    private static String update(Write.Put put, String writer, Map<String, AttributeValue> values) {
        values.put(":d", Item.text(put.document()));
        values.put(":w", Item.text(writer));
        values.put(":zero", Item.number(0));
        values.put(":one", Item.number(1));
        var set = "SET d = :d, w = :w, r = if_not_exists(r, :zero) + :one";
        if (put.expires().isEmpty()) {
            return set + " REMOVE e, #ttl";
        }
        long millis = put.expires().get().toEpochMilli();
        values.put(":e", Item.number(millis));
        values.put(":ttl", Item.number(Math.ceilDiv(millis, 1_000)));
        return set + ", e = :e, #ttl = :ttl";
    }

    private static Optional<String> condition(
            Condition condition, Instant now, Map<String, AttributeValue> values) {
        return switch (condition) {
            case Condition.Always() -> Optional.empty();
            case Condition.Absent() -> {
                values.put(":now", Item.number(now.toEpochMilli()));
                yield Optional.of("attribute_not_exists(p) OR e <= :now");
            }
            case Condition.AtRevision(long revision) -> {
                values.put(":now", Item.number(now.toEpochMilli()));
                values.put(":r", Item.number(revision));
                yield Optional.of("r = :r AND " + ALIVE);
            }
        };
    }

    /// As one of a transaction's writes.
    TransactWriteItem in(String table) {
        var part = TransactWriteItem.builder();
        return update.map(text -> part.update(update(table, text)))
                .orElseGet(() -> part.delete(delete(table)))
                .build();
    }

    private Update update(String table, String text) {
        return Update.builder()
                .tableName(table)
                .key(Item.key(key))
                .updateExpression(text)
                .conditionExpression(condition.orElse(null))
                .expressionAttributeNames(names())
                .expressionAttributeValues(valuesOrNone())
                .build();
    }

    private Delete delete(String table) {
        return Delete.builder()
                .tableName(table)
                .key(Item.key(key))
                .conditionExpression(condition.orElse(null))
                .expressionAttributeValues(valuesOrNone())
                .build();
    }

    /// Alone. A refusal brings the item along, which tells whose write was in the way.
    UpdateItemRequest updateRequest(String table, String text) {
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(Item.key(key))
                .updateExpression(text)
                .conditionExpression(condition.orElse(null))
                .expressionAttributeNames(names())
                .expressionAttributeValues(valuesOrNone())
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /// Alone and without a condition.
    DeleteItemRequest deleteRequest(String table) {
        return DeleteItemRequest.builder().tableName(table).key(Item.key(key)).build();
    }

    private static Map<String, String> names() {
        return Map.of("#ttl", "ttl");
    }

    private @Nullable Map<String, AttributeValue> valuesOrNone() {
        return values.isEmpty() ? null : values;
    }
}
