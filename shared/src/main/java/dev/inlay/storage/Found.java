package dev.inlay.storage;

import dev.inlay.document.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// Documents as they were found. One that cannot be read hides no other, and is named; those that
/// were put aside are no longer among them.
///
/// @param read in the order of their keys
/// @param unreadable written by another version, or damaged
public record Found<T>(List<T> read, List<Unreadable> unreadable) {
    public Found {
        read = List.copyOf(read);
        unreadable = List.copyOf(unreadable);
    }

    /// Reads rows.
    ///
    /// @param what one of them is, for people: `container`
    public static <T> Found<T> of(
            String what, Collection<Row> rows, Function<Row, Reading<T>> reader) {
        var read = new ArrayList<T>();
        var unreadable = new ArrayList<Unreadable>();
        for (var row : rows) {
            if (Aside.is(row.key())) {
                continue;
            }
            switch (reader.apply(row)) {
                case Reading.Read<T>(var value) -> read.add(value);
                case Reading.Malformed<T>(var because) ->
                        unreadable.add(new Unreadable(what, row.key(), because));
            }
        }
        return new Found<>(read, unreadable);
    }

    /// Of which all could be read.
    public static <T> Found<T> whole(List<T> read) {
        return new Found<>(read, List.of());
    }

    /// Those of several partitions.
    public static <T> Found<T> of(Collection<Found<T>> parts) {
        return new Found<>(
                parts.stream().flatMap(each -> each.read.stream()).toList(),
                parts.stream().flatMap(each -> each.unreadable.stream()).toList());
    }
}
