package dev.inlay.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What became of one piece of work.
///
/// @param text for people; it names what the work was on
/// @param about what a log is searched by: ids of messages, images, people
/// @param counts how much it was
public record Line(
        Result result, String text, Map<String, String> about, Map<String, Long> counts) {
    /// The few kinds of outcome there are: the dimension of the metrics.
    public enum Result {
        /// What there was to do is done.
        DONE,
        /// It may succeed later and is offered again.
        AGAIN,
        /// It never will, and was put aside with the reason.
        REJECTED,
        /// It was asked for by somebody who may not.
        REFUSED,
        /// It is our own fault.
        FAILED
    }

    public Line {
        about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /// Without anything else.
    public static Line of(Result result, String text) {
        return new Line(result, text, Map.of(), Map.of());
    }

    /// The same, about one thing more.
    public Line about(String name, String value) {
        var more = new LinkedHashMap<>(about);
        more.put(name, value);
        return new Line(result, text, more, counts);
    }

    /// The same with one more count.
    public Line count(String name, long number) {
        var more = new LinkedHashMap<>(counts);
        more.put(name, number);
        return new Line(result, text, about, more);
    }
}
