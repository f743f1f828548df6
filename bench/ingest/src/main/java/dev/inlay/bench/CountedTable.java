package dev.inlay.bench;

import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a store that bills by the kilobyte would bill.
final class CountedTable implements Table {
    /// DynamoDB bills writes by 1 KB and reads by 4 KB, each begun.
    private static final int WRITE_UNIT = 1_024;

    private static final int READ_UNIT = 4_096;

    private final Table table;
    private final LongAdder writes = new LongAdder();
    private final LongAdder writeUnits = new LongAdder();
    private final LongAdder readUnits = new LongAdder();

    CountedTable(Table table) {
        this.table = table;
    }

    /// What was billed so far.
    record Bill(long writes, long writeUnits, long readUnits) {
        Bill minus(Bill before) {
            return new Bill(
                    writes - before.writes,
                    writeUnits - before.writeUnits,
                    readUnits - before.readUnits);
        }

        Bill plus(Bill other) {
            return new Bill(
                    writes + other.writes,
                    writeUnits + other.writeUnits,
                    readUnits + other.readUnits);
        }
    }

    Bill bill() {
        return new Bill(writes.sum(), writeUnits.sum(), readUnits.sum());
    }

    @Override
    public Optional<Row> get(Key key) {
        var row = table.get(key);
        readUnits.add(row.map(each -> units(size(key, each.document()), READ_UNIT)).orElse(1L));
        return row;
    }

    @Override
    public List<Row> query(String partition, String sortPrefix, Optional<String> after, int limit) {
        var rows = table.query(partition, sortPrefix, after, limit);
        long bytes = rows.stream().mapToLong(row -> size(row.key(), row.document())).sum();
        readUnits.add(Math.max(1, units(bytes, READ_UNIT)));
        return rows;
    }

    @Override
    public boolean transact(List<Write> all) {
        for (var write : all) {
            writes.increment();
            writeUnits.add(
                    switch (write) {
                        case Write.Put put ->
                                units(size(put.key(), put.document()), WRITE_UNIT)
                                        * (all.size() > 1 ? 2 : 1);
                        case Write.Delete _ -> 1;
                    });
        }
        return table.transact(all);
    }

    private static long units(long bytes, int unit) {
        return (bytes + unit - 1) / unit;
    }

    /// Names of attributes, revision and expiry take some 40 bytes.
    private static long size(Key key, String document) {
        return 40L
                + key.partition().length()
                + key.sort().length()
                + document.getBytes(StandardCharsets.UTF_8).length;
    }
}
