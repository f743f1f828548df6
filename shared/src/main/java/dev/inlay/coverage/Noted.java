package dev.inlay.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import java.time.Instant;
import java.util.Optional;

/// A gap with its history.
///
/// @param told when somebody was told; empty when nobody was yet
/// @param rolled what was last rolled out to end it; empty for nothing
/// @param refused why that was not done; empty when it was
/// @param over since when it is closed; empty while it is open
public record Noted(
        Gap gap,
        Instant first,
        Instant last,
        Optional<Instant> told,
        Optional<Digest> rolled,
        String refused,
        Optional<Instant> over) {
    static Reading<Noted> read(String text) {
        return Json.read(text, GapDocument.MAX_BYTES, Noted::read);
    }

    private static Noted read(Fields from) {
        return new Noted(
                GapDocument.read(from.object("gap")),
                from.time("first"),
                from.time("last"),
                from.optionalTime("told"),
                from.optionalText("rolled", 128).flatMap(Digest::parse),
                from.optionalText("refused", 8 * 1024).orElse(""),
                from.optionalTime("over"));
    }

    String write() {
        var to = Json.object();
        to.set("gap", GapDocument.tree(gap));
        return Json.write(history(to));
    }

    /// The gap's own fields, and its history beside them.
    public ObjectNode tree() {
        return history(GapDocument.tree(gap));
    }

    private ObjectNode history(ObjectNode to) {
        to.put("first", Json.time(first)).put("last", Json.time(last));
        told.ifPresent(time -> to.put("told", Json.time(time)));
        rolled.ifPresent(digest -> to.put("rolled", digest.value()));
        if (!refused.isEmpty()) {
            to.put("refused", refused);
        }
        over.ifPresent(time -> to.put("over", Json.time(time)));
        return to;
    }

    /// Found again. What closed a while ago begins anew.
    Noted again(Gap found, Instant now) {
        boolean anew = over.filter(time -> now.isAfter(time.plus(Gaps.QUIET))).isPresent();
        return new Noted(
                found,
                anew ? now : first,
                now,
                anew ? Optional.empty() : told,
                rolled,
                refused,
                Optional.empty());
    }

    Noted toldAt(Instant now) {
        return new Noted(gap, first, last, Optional.of(now), rolled, refused, over);
    }

    Noted rolledTo(Digest digest, String because) {
        return new Noted(gap, first, last, told, Optional.of(digest), because, over);
    }

    Noted overAt(Instant now) {
        return new Noted(gap, first, last, told, rolled, refused, Optional.of(now));
    }
}
