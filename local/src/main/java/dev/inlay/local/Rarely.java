package dev.inlay.local;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers what was said lately, up to a number of lines.
final class Rarely {
    private static final Duration SILENCE = Duration.ofHours(1);
    private static final int MAX_LINES = 1_000;

    private final Map<String, Instant> said =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > MAX_LINES;
                }
            };

    /// Whether the line was not said within the hour; then it is said now.
    synchronized boolean allows(String line, Instant now) {
        var last = said.get(line);
        if (last != null && now.isBefore(last.plus(SILENCE))) {
            return false;
        }
        said.remove(line);
        said.put(line, now);
        return true;
    }
}
