package dev.inlay.local.sqlite;

import dev.inlay.registry.PutQuota;
import dev.inlay.registry.PutQuotaContract;
import dev.inlay.registry.PutRate;
import dev.inlay.registry.SharedPutQuota;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqlitePutQuotaTest extends PutQuotaContract {
    @TempDir Path directory;
    private SqliteFile file;

    @BeforeEach
    void open() {
        file = SqliteFile.open(directory.resolve("inlay.sqlite"));
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Override
    protected PutQuota quota(PutRate rate, InstantSource clock) {
        var catalog = SqliteTable.in(file, InstantSource.system()).catalog();
        return new SharedPutQuota(catalog, "r", rate, clock);
    }
}
