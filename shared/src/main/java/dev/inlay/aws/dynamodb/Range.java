package dev.inlay.aws.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.storage.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// The living documents of a partition under a prefix, in DynamoDB's order, which is that of UTF-8
/// bytes.
///
/// @param now when documents count as expired
record Range(DynamoDbClient client, String table, String partition, String prefix, Instant now) {
    /// A page ends after 1 MB, and DynamoDB counts what the filter then drops: it takes as many
    /// pages as it takes.
    List<Row> rows(Optional<String> after, int limit) {
        if (after.isPresent() && isBehind(after.get())) {
            return List.of();
        }
        var rows = new ArrayList<Row>(Math.min(limit, 100));
        // A start outside of the range is refused; one before it is the beginning.
        Map<String, AttributeValue> start =
                after.filter(sort -> !sort.isEmpty() && sort.startsWith(prefix))
                        .map(this::key)
                        .orElse(Map.of());
        do {
            var page = page(start, limit - rows.size());
            page.items().forEach(item -> rows.add(Item.row(table, item)));
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && rows.size() < limit);
        return List.copyOf(rows);
    }

    /// Whether every sort key of the range comes before this one.
    private boolean isBehind(String sort) {
        return !sort.startsWith(prefix)
                && Arrays.compareUnsigned(sort.getBytes(UTF_8), prefix.getBytes(UTF_8)) > 0;
    }

    private Map<String, AttributeValue> key(String sort) {
        return Map.of("p", Item.text(partition), "s", Item.text(sort));
    }

    private QueryResponse page(Map<String, AttributeValue> start, int limit) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":p", Item.text(partition));
        values.put(":now", Item.number(now.toEpochMilli()));
        var request =
                QueryRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression(condition(values))
                        .filterExpression("attribute_not_exists(e) OR e > :now")
                        .expressionAttributeValues(values)
                        .exclusiveStartKey(start.isEmpty() ? null : start)
                        .limit(limit);
        try {
            return client.query(request.build());
        } catch (SdkException e) {
            throw StoreFailure.of("querying the table " + table, e);
        }
    }

    /// An empty text is no prefix to DynamoDB but a mistake.
    private String condition(Map<String, AttributeValue> values) {
        if (prefix.isEmpty()) {
            return "p = :p";
        }
        values.put(":s", Item.text(prefix));
        return "p = :p AND begins_with(s, :s)";
    }
}
