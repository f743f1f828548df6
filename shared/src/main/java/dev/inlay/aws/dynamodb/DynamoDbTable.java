package dev.inlay.aws.dynamodb;

import dev.inlay.aws.Connection;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// A table of documents in DynamoDB. Reads are consistent; expired documents are filtered here,
/// since DynamoDB removes them days later.
public final class DynamoDbTable implements Table {
    private final DynamoDbClient client;
    private final String name;
    private final InstantSource clock;

    DynamoDbTable(DynamoDbClient client, String name, InstantSource clock) {
        this.client = client;
        this.name = name;
        this.clock = clock;
    }

    /// The four tables by their names.
    public static Tables tables(
            Connection connection,
            String catalog,
            String profiles,
            String runtime,
            String findings,
            InstantSource clock) {
        var client = connection.client(DynamoDbClient.builder());
        return new Tables(
                new DynamoDbTable(client, catalog, clock),
                new DynamoDbTable(client, profiles, clock),
                new DynamoDbTable(client, runtime, clock),
                new DynamoDbTable(client, findings, clock));
    }

    @Override
    public Optional<Row> get(Key key) {
        var request =
                GetItemRequest.builder()
                        .tableName(name)
                        .key(Item.key(key))
                        .consistentRead(true)
                        .build();
        try {
            var answer = client.getItem(request);
            return answer.hasItem()
                    ? Optional.of(Item.row(name, answer.item())).filter(this::isAlive)
                    : Optional.empty();
        } catch (SdkException e) {
            throw StoreFailure.of("reading from the table " + name, e);
        }
    }

    private boolean isAlive(Row row) {
        return row.expires().isEmpty() || row.expires().get().isAfter(clock.instant());
    }

    @Override
    public List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit) {
        Table.checkLimit(limit);
        return new Range(client, name, partition, sortPrefix, clock.instant()).rows(after, limit);
    }

    @Override
    public boolean transact(List<Write> writes) {
        Table.checkTransaction(writes);
        return writes.size() == 1 ? write(writes.getFirst()) : inOnePiece(writes);
    }

    /// Half the price of a transaction where there is nothing to be kept together. A deletion under
    /// a condition is one nevertheless: when its answer is lost and the SDK asks again, only a
    /// transaction's token tells that it was ours that succeeded.
    @Override
    public boolean write(Write write) {
        var writer = UUID.randomUUID().toString();
        var change = Change.of(write, clock.instant(), writer);
        if (change.update().isPresent()) {
            return update(change, change.update().get(), writer);
        }
        if (change.condition().isPresent()) {
            return inOnePiece(List.of(write));
        }
        return Turns.until(
                attempt(),
                () -> {
                    client.deleteItem(change.deleteRequest(name));
                    return true;
                });
    }

    private boolean update(Change change, String text, String writer) {
        return Turns.until(
                attempt(),
                () -> {
                    try {
                        client.updateItem(change.updateRequest(name, text));
                        return true;
                    } catch (ConditionalCheckFailedException e) {
                        return e.hasItem() && Item.text(writer).equals(e.item().get("w"));
                    }
                });
    }

    private boolean inOnePiece(List<Write> writes) {
        var now = clock.instant();
        var writer = UUID.randomUUID().toString();
        var request =
                TransactWriteItemsRequest.builder()
                        .clientRequestToken(writer)
                        .transactItems(
                                writes.stream()
                                        .map(write -> Change.of(write, now, writer).in(name))
                                        .toList())
                        .build();
        return Turns.until(
                attempt(),
                () -> {
                    try {
                        client.transactWriteItems(request);
                        return true;
                    } catch (TransactionCanceledException e) {
                        if (StoreFailure.isRefused(e)) {
                            return false;
                        }
                        throw StoreFailure.isConflict(e) ? e : StoreFailure.cancelled(attempt(), e);
                    }
                });
    }

    private String attempt() {
        return "writing to the table " + name;
    }

    /// Whether somebody else's transaction was on the same item just then.
    static boolean isInTheWay(SdkException e) {
        return switch (e) {
            case TransactionConflictException _ -> true;
            case TransactionInProgressException _ -> true;
            case TransactionCanceledException cancelled -> StoreFailure.isConflict(cancelled);
            default -> false;
        };
    }
}
