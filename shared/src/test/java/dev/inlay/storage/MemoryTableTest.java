package dev.inlay.storage;

import java.time.InstantSource;

class MemoryTableTest extends TableContract {
    @Override
    protected Table table(InstantSource clock) {
        return new MemoryTable(clock);
    }
}
