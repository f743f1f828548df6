package dev.inlay.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.storage.Write.Condition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every table keeps, whoever stores it.
public abstract class TableContract {
    private static final Key KEY = new Key("image", "a");
    private static final Key OTHER = new Key("image", "b");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.678Z"));
    private Table table;

    /// The adapter under test, empty, telling time by a clock.
    protected abstract Table table(InstantSource clock);

    @BeforeEach
    void openTheTable() {
        table = table(now::get);
    }

    @Test
    void findsNothingWhereNothingWasWritten() {
        assertThat(table.get(KEY)).isEmpty();
        assertThat(table.query("image", "", Optional.empty(), 10)).isEmpty();
    }

    @Test
    void readsWhatWasWrittenWithItsRevision() {
        table.write(Write.put(KEY, "{\"n\":1}"));
        assertThat(table.get(KEY)).contains(new Row(KEY, "{\"n\":1}", 1, Optional.empty()));

        table.write(Write.put(KEY, "{\"n\":2}"));
        assertThat(table.get(KEY)).contains(new Row(KEY, "{\"n\":2}", 2, Optional.empty()));
    }

    @Test
    void keepsEveryCharacterOfKeysAndDocuments() {
        var key = new Key("image#ü/\ud83d\ude00'\"%_", "sort \\ \u6f22\t'\"%_*?[a]");
        var document = "{\"path\":\"/srv/ü '\u6f22\ud83d\ude00\"}";

        table.write(Write.put(key, document));

        assertThat(table.get(key).map(Row::document)).contains(document);
        assertThat(table.query(key.partition(), key.sort(), Optional.empty(), 1)).hasSize(1);
        assertThat(table.query(key.partition(), "sort _", Optional.empty(), 1)).isEmpty();
    }

    @Test
    void writesOnceWhenTheDocumentHasToBeAbsent() {
        assertThat(table.write(Write.putIfAbsent(KEY, "first"))).isTrue();
        assertThat(table.write(Write.putIfAbsent(KEY, "second"))).isFalse();

        assertThat(table.get(KEY).map(Row::document)).contains("first");
    }

    @Test
    void replacesAndDeletesOnlyTheRevisionThatWasAskedFor() {
        table.write(Write.put(KEY, "one"));
        table.write(Write.put(KEY, "two"));

        assertThat(table.write(putAt(1, "stale"))).isFalse();
        assertThat(table.write(new Write.Delete(KEY, new Condition.AtRevision(1)))).isFalse();
        assertThat(table.write(putAt(2, "three"))).isTrue();
        assertThat(table.get(KEY).map(Row::revision)).contains(3L);
        assertThat(table.write(new Write.Delete(KEY, new Condition.AtRevision(3)))).isTrue();
        assertThat(table.write(putAt(3, "after the end"))).isFalse();
        assertThat(table.get(KEY)).isEmpty();
    }

    @Test
    void deletesWhatIsNotThereWithoutComplaint() {
        assertThat(table.write(new Write.Delete(KEY, new Condition.Always()))).isTrue();
        assertThat(table.write(new Write.Delete(KEY, new Condition.Absent()))).isTrue();
    }

    @Test
    void appliesAllWritesOfATransactionOrNone() {
        table.write(Write.put(KEY, "old"));

        var refused =
                table.transact(
                        List.of(
                                Write.put(OTHER, "new"),
                                Write.put(KEY, "new"),
                                new Write.Delete(new Key("x", "y"), new Condition.AtRevision(1))));
        assertThat(refused).isFalse();
        assertThat(table.get(OTHER)).isEmpty();
        assertThat(table.get(KEY)).contains(new Row(KEY, "old", 1, Optional.empty()));

        assertThat(table.transact(List.of(Write.put(OTHER, "new"), Write.put(KEY, "new"))))
                .isTrue();
        assertThat(table.query("image", "", Optional.empty(), 10))
                .extracting(Row::document)
                .containsExactly("new", "new");
    }

    @Test
    void refusesATransactionThatNoStoreTakes() {
        var tooMany =
                IntStream.rangeClosed(0, Table.MAX_TRANSACTION)
                        .mapToObj(i -> Write.put(new Key("p", "s" + i), "x"))
                        .toList();

        assertThatThrownBy(() -> table.transact(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.transact(tooMany))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.transact(List.of(Write.put(KEY, "a"), Write.put(KEY, "b"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(table.transact(tooMany.subList(0, Table.MAX_TRANSACTION))).isTrue();
    }

    /// Each of them alone is small enough.
    @Test
    void refusesATransactionOfMoreBytesThanAnyStoreTakes() {
        var large = "x".repeat(250_000);
        var sixteen =
                IntStream.range(0, 16)
                        .mapToObj(i -> Write.put(new Key("p", "s" + i), large))
                        .toList();

        assertThatThrownBy(() -> table.transact(sixteen))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("4,000,000");
        assertThat(table.query("p", "", Optional.empty(), 1)).isEmpty();
        assertThat(table.transact(sixteen.subList(0, 15))).isTrue();
    }

    @Test
    void queriesAPrefixOfOnePartitionInTheOrderOfUtf8Bytes() {
        // U+FF5E sorts before U+1F600 by UTF-8 bytes and behind it by UTF-16 units.
        Stream.of("b", "a/2", "a/10", "a", "a/\ud83d\ude00", "a/\uff5e", "A/1")
                .forEach(sort -> table.write(Write.put(new Key("image", sort), sort)));
        table.write(Write.put(new Key("image2", "a/3"), "another partition"));

        assertThat(table.query("image", "a/", Optional.empty(), 10))
                .extracting(Row::document)
                .containsExactly("a/10", "a/2", "a/\uff5e", "a/\ud83d\ude00");
        assertThat(table.query("image", "", Optional.empty(), 10))
                .extracting(Row::document)
                .containsExactly("A/1", "a", "a/10", "a/2", "a/\uff5e", "a/\ud83d\ude00", "b");
    }

    @Test
    void pagesThroughAPartitionWithoutGapsOrRepeats() {
        var sorts = IntStream.range(0, 25).mapToObj("s%02d"::formatted).toList();
        sorts.forEach(sort -> table.write(Write.put(new Key("image", sort), sort)));

        var pages =
                Stream.iterate(
                                table.query("image", "s", Optional.empty(), 10),
                                page -> !page.isEmpty(),
                                page ->
                                        table.query(
                                                "image",
                                                "s",
                                                Optional.of(page.getLast().key().sort()),
                                                10))
                        .toList();

        assertThat(pages).extracting(List::size).containsExactly(10, 10, 5);
        assertThat(pages.stream().flatMap(List::stream).map(Row::document)).isEqualTo(sorts);
    }

    @Test
    void refusesALimitThatNoStoreTakes() {
        assertThatThrownBy(() -> table.query("image", "", Optional.empty(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.query("image", "", Optional.empty(), 1_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void treatsAnExpiredDocumentAsAbsent() {
        var soon = now.get().plusSeconds(60);
        table.write(new Write.Put(KEY, "short", Optional.of(soon), new Condition.Always()));
        assertThat(table.get(KEY)).contains(new Row(KEY, "short", 1, Optional.of(soon)));

        now.set(soon);

        assertThat(table.get(KEY)).isEmpty();
        assertThat(table.query("image", "", Optional.empty(), 10)).isEmpty();
        assertThat(table.write(putAt(1, "revived"))).isFalse();
        assertThat(table.write(Write.putIfAbsent(KEY, "fresh"))).isTrue();
        assertThat(table.get(KEY).map(Row::document)).contains("fresh");
    }

    @Test
    void keepsTheExpiryOfADocumentThatIsMerged() {
        var later = now.get().plusSeconds(60);
        table.write(new Write.Put(KEY, "1", Optional.of(later), new Condition.Always()));

        table.merge(KEY, document -> document.map(text -> text + "+1"));

        assertThat(table.get(KEY)).contains(new Row(KEY, "1+1", 2, Optional.of(later)));
    }

    @Test
    void mergesFromNothingAndToNothing() {
        assertThat(table.merge(KEY, _ -> Optional.of("made"))).contains("made");
        assertThat(table.merge(KEY, document -> document)).contains("made");
        assertThat(table.get(KEY).map(Row::revision)).contains(1L);

        assertThat(table.merge(KEY, _ -> Optional.empty())).isEmpty();
        assertThat(table.get(KEY)).isEmpty();
    }

    @Test
    void losesNoMergeWhenManyWriteAtOnce() {
        try (var writers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                writers.execute(() -> IntStream.range(0, 25).forEach(_ -> increment()));
            }
        }

        assertThat(table.get(KEY)).contains(new Row(KEY, "200", 200, Optional.empty()));
    }

    private void increment() {
        table.merge(
                KEY,
                document ->
                        Optional.of(
                                Integer.toString(document.map(Integer::parseInt).orElse(0) + 1)));
    }

    @Test
    void takesTheLargestDocumentAndRefusesOneByteMore() {
        var largest = "x".repeat(Row.MAX_DOCUMENT_BYTES);

        table.write(Write.put(KEY, largest));

        assertThat(table.get(KEY).map(Row::document)).contains(largest);
        assertThatThrownBy(() -> table.write(Write.put(KEY, largest + "x")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("307,200 bytes");
        assertThatThrownBy(() -> Write.put(KEY, "ü".repeat(Row.MAX_DOCUMENT_BYTES / 2) + "x"))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void takesTheLongestKey() {
        var key = new Key("p".repeat(Key.MAX_BYTES), "ü".repeat(Key.MAX_BYTES / 2));

        table.write(Write.put(key, "long"));

        assertThat(table.get(key).map(Row::document)).contains("long");
    }

    /// Where a document cannot be read, the table keeps it, and the next one begins in its place.
    @Test
    void putsAsideWhatCannotBeReadAndBeginsAnew() {
        var joint = new Joint<>(table, "number", TableContract::number, Object::toString);
        var expires = now.get().plusSeconds(60);
        table.write(Write.put(KEY, "{"));
        table.write(Write.put(OTHER, "7"));

        var joined = joint.join(KEY, Optional.of(expires), before -> before.orElse(1L) + 1);
        var again = joint.join(KEY, Optional.of(expires), before -> before.orElse(1L) + 1);

        assertThat(joined.now()).isEqualTo(2);
        assertThat(joined.aside()).contains(new Unreadable("number", KEY, "no number"));
        assertThat(again).isEqualTo(new Joined<>(3L, Optional.empty()));
        var rows = table.all(KEY.partition(), "");
        assertThat(Found.of("number", rows, joint::read))
                .isEqualTo(new Found<>(List.of(3L, 7L), List.of()));
        assertThat(rows.stream().filter(row -> Aside.is(row.key())))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.document()).isEqualTo("{");
                    assertThat(Aside.sort(row.key())).isEqualTo(KEY.sort());
                });
        now.set(expires.plusSeconds(1));
        assertThat(table.all(KEY.partition(), "")).extracting(Row::key).containsExactly(OTHER);
    }

    private static Reading<Long> number(Key key, String document) {
        return document.matches("[0-9]+")
                ? new Reading.Read<>(Long.valueOf(document))
                : new Reading.Malformed<>("no number");
    }

    private static Write putAt(long revision, String document) {
        return new Write.Put(KEY, document, Optional.empty(), new Condition.AtRevision(revision));
    }
}
