package dev.inlay.alert;

import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.storage.Aside;
import dev.inlay.storage.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Alerts as they are stored. One that cannot be read hides no other, and is named.
///
/// @param alerts the latest first
/// @param unreadable written by another version, or damaged; those put aside as well
public record AlertList(List<Alert> alerts, List<Unreadable> unreadable) {
    /// An alert of which no more is known.
    ///
    /// @param because which field, what was expected, what was there
    public record Unreadable(Digest image, String fingerprint, String because) {}

    public AlertList {
        alerts = alerts.stream().sorted(Comparator.comparing(Alert::last).reversed()).toList();
        unreadable = List.copyOf(unreadable);
    }

    /// The alerts of one image.
    static AlertList of(Digest image, Collection<Row> rows) {
        var alerts = new ArrayList<Alert>();
        var unreadable = new ArrayList<Unreadable>();
        for (var row : rows) {
            switch (Alerts.read(row.key(), row.document())) {
                case Reading.Malformed<Alert>(var because) ->
                        unreadable.add(new Unreadable(image, Aside.sort(row.key()), because));
                case Reading.Read<Alert>(var alert) -> {
                    if (!Aside.is(row.key())) {
                        alerts.add(alert);
                    }
                }
            }
        }
        return new AlertList(alerts, unreadable);
    }

    /// Those of several images.
    static AlertList of(List<AlertList> lists) {
        return new AlertList(
                lists.stream().flatMap(each -> each.alerts.stream()).toList(),
                lists.stream().flatMap(each -> each.unreadable.stream()).toList());
    }
}
