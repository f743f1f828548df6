package dev.inlay.log;

import java.util.LinkedHashMap;
import java.util.Map;

/// Lets each line through once, so that what is found again with every look fills no log. A
/// function that starts anew says it again.
public final class Once {
    /// Beyond that the oldest are forgotten, and said again.
    private static final int MOST = 1_000;

    private final Map<Line, Boolean> said =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Line, Boolean> eldest) {
                    return size() > MOST;
                }
            };

    /// Whether it was not said lately.
    public synchronized boolean isNew(Line line) {
        return said.put(line, true) == null;
    }
}
