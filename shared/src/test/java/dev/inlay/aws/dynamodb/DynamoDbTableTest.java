package dev.inlay.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.Moto;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.TableContract;
import dev.inlay.storage.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("emulator")
class DynamoDbTableTest extends TableContract {
    private static final Key KEY = new Key("image", "a");

    private final DynamoDbClient client = Moto.connection().client(DynamoDbClient.builder());
    private final String name = MotoTables.make();

    @Override
    protected Table table(InstantSource clock) {
        return again(clock);
    }

    private Table again(InstantSource clock) {
        return new DynamoDbTable(client, name, clock);
    }

    /// Who asks for a page behind a document that another prefix has must not be refused.
    @Test
    void continuesFromASortKeyOutsideOfThePrefix() {
        var table = again(InstantSource.system());
        List.of("a", "b1", "b2", "c")
                .forEach(sort -> table.write(Write.put(new Key("image", sort), sort)));

        assertThat(table.query("image", "b", Optional.of("a"), 10)).hasSize(2);
        assertThat(table.query("image", "b", Optional.of("b1"), 10)).hasSize(1);
        assertThat(table.query("image", "b", Optional.of("c"), 10)).isEmpty();
        assertThat(table.query("image", "", Optional.of(""), 10)).hasSize(4);
    }

    /// 40 documents of 100 KB are four of DynamoDB's pages.
    @Test
    void readsOnWhereOnePageOfTheServiceEnds() {
        var table = again(InstantSource.system());
        var large = "x".repeat(100 * 1_024);
        IntStream.range(0, 40)
                .forEach(
                        i -> table.write(Write.put(new Key("image", "s%02d".formatted(i)), large)));

        assertThat(table.query("image", "s", Optional.empty(), 39)).hasSize(39);
        assertThat(table.all("image", "s")).hasSize(40);
    }

    /// They lie there for days before DynamoDB removes them.
    @Test
    void fillsAPageWithLivingDocumentsHoweverManyDeadOnesLieBetween() {
        var table = again(InstantSource.system());
        var past = Optional.of(Instant.parse("2026-01-01T00:00:00Z"));
        IntStream.range(0, 30)
                .forEach(i ->
                        table.write(
                                new Write.Put(
                                        new Key("image", "s%02d".formatted(i)),
                                        "x",
                                        i % 10 == 9 ? Optional.empty() : past,
                                        new Write.Condition.Always())));

        assertThat(table.query("image", "s", Optional.empty(), 3))
                .extracting(row -> row.key().sort())
                .containsExactly("s09", "s19", "s29");
    }

    @Test
    void tellsDynamoDbTheFirstWholeSecondAfterTheEnd() {
        var ends = Instant.parse("2026-01-02T03:04:05.001Z");
        again(InstantSource.system())
                .write(new Write.Put(KEY, "x", Optional.of(ends), new Write.Condition.Always()));

        assertThat(item())
                .containsEntry("ttl", Item.number(ends.getEpochSecond() + 1))
                .containsEntry("e", Item.number(ends.toEpochMilli()));
    }

    @Test
    void livesForEverAgainWhenItIsWrittenWithoutAnEnd() {
        var table = again(() -> Instant.parse("2026-01-01T00:00:00Z"));
        var ends = Optional.of(Instant.parse("2026-01-02T00:00:00Z"));
        table.write(new Write.Put(KEY, "x", ends, new Write.Condition.Always()));

        table.write(Write.put(KEY, "y"));

        assertThat(item()).doesNotContainKeys("ttl", "e");
        assertThat(table.get(KEY)).contains(new Row(KEY, "y", 2, Optional.empty()));
    }

    private Map<String, AttributeValue> item() {
        return client.getItem(get -> get.tableName(name).key(Item.key(KEY))).item();
    }
}
