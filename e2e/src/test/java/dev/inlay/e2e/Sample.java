package dev.inlay.e2e;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/// A few of many that change from day to day; all of them with `-Dinlay.long=true`.
final class Sample {
    private Sample() {}

    static <T> List<T> ofToday(List<T> all, int few) {
        if (Boolean.getBoolean("inlay.long") || few >= all.size()) {
            return all;
        }
        int today = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();
        return IntStream.range(0, few)
                .mapToObj(i -> all.get((today * few + i) % all.size()))
                .toList();
    }
}
