package dev.inlay.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import dev.inlay.storage.TableContract;
import dev.inlay.storage.Write;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTableTest extends TableContract {
    @TempDir Path directory;
    private final List<SqliteFile> opened = new ArrayList<>();

    @Override
    protected Table table(InstantSource clock) {
        var file = SqliteFile.open(directory.resolve("inlay.sqlite"));
        opened.add(file);
        return SqliteTable.in(file, clock).profiles();
    }

    @AfterEach
    void closeTheFile() {
        opened.forEach(SqliteFile::close);
    }

    @Test
    void keepsTheTablesOfAFileApart() {
        var file = opened.getFirst();
        var tables = SqliteTable.in(file, InstantSource.system());
        var key = new Key("p", "s");

        tables.catalog().write(Write.put(key, "catalog"));

        assertThat(tables.runtime().get(key)).isEmpty();
        assertThat(tables.findings().get(key)).isEmpty();
    }

    @Test
    void sweepsExpiredDocumentsOffTheDisk() {
        var file = opened.getFirst();
        var tables = SqliteTable.in(file, InstantSource.system());
        var past = Instant.parse("2026-01-01T00:00:00Z");
        tables.runtime()
                .write(
                        new Write.Put(
                                new Key("p", "old"),
                                "{}",
                                Optional.of(past),
                                new Write.Condition.Always()));
        tables.runtime().write(Write.put(new Key("p", "kept"), "{}"));
        var expiry = new Expiry(file, InstantSource.system());

        assertThat(expiry.sweep()).isEqualTo(1);
        assertThat(expiry.sweep()).isZero();
        assertThat(tables.runtime().query("p", "", Optional.empty(), 10)).hasSize(1);
    }
}
