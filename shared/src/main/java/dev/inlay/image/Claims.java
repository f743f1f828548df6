package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.document.Json;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The claims of the catalog, one for each tag of a source image. Taking one is a conditional
/// write, so of many who try at once one succeeds. One that cannot be read is none: the work is
/// done again, which gives the same.
public final class Claims {
    private static final String PARTITION = "claim";
    private static final int MAX_BYTES = 4_096;

    private final Table catalog;
    private final InstantSource clock;

    /// @param catalog the table of that name
    public Claims(Table catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Takes on the work for a push, unless that was done.
    ///
    /// @param pushed when the registry says it happened
    /// @param sensor version that is to go into the image
    /// @param again take it whether or not it was done
    public Claim.Answer claim(Push push, Instant pushed, String sensor, boolean again) {
        var key = key(push.repository(), push.tag());
        var wanted = new Claim(push.digest(), sensor, pushed, clock.instant(), false);
        var there = catalog.get(key);
        var answer = there.flatMap(Claims::read).map(claim -> claim.answer(wanted));
        if (!again && answer.isPresent() && answer.get() != Claim.Answer.MINE) {
            return answer.get();
        }
        var unchanged =
                there.<Write.Condition>map(row -> new Write.Condition.AtRevision(row.revision()))
                        .orElseGet(Write.Condition.Absent::new);
        var write = new Write.Put(key, text(wanted), Optional.empty(), unchanged);
        return catalog.write(write) ? Claim.Answer.MINE : Claim.Answer.BUSY;
    }

    /// Whether the tag was last seen pointing at something else.
    public boolean isElsewhere(Push push) {
        return catalog.get(key(push.repository(), push.tag()))
                .flatMap(Claims::read)
                .filter(claim -> !claim.digest().equals(push.digest()))
                .isPresent();
    }

    /// The work is in the queue.
    public void sent(Push push) {
        catalog.merge(
                key(push.repository(), push.tag()),
                before ->
                        before.flatMap(Claims::read)
                                .filter(claim -> claim.digest().equals(push.digest()))
                                .map(Claims::asSent)
                                .map(Claims::text)
                                .or(() -> before));
    }

    /// The tag is gone: whatever is pushed under it next is new.
    public void release(String repository, String tag) {
        catalog.write(new Write.Delete(key(repository, tag), new Write.Condition.Always()));
    }

    private static Claim asSent(Claim claim) {
        return new Claim(claim.digest(), claim.sensor(), claim.pushed(), claim.claimed(), true);
    }

    private static Key key(String repository, String tag) {
        return new Key(PARTITION, repository + ":" + tag);
    }

    private static String text(Claim claim) {
        var document = JsonTree.newObject();
        document.put("version", 1)
                .put("digest", claim.digest().value())
                .put("sensor", claim.sensor())
                .put("pushed", claim.pushed().toString())
                .put("claimed", claim.claimed().toString())
                .put("sent", claim.sent());
        return new String(JsonTree.bytes(document), UTF_8);
    }

    private static Optional<Claim> read(Row row) {
        return read(row.document());
    }

    private static Optional<Claim> read(String text) {
        return Json.read(
                        text,
                        MAX_BYTES,
                        from -> {
                            from.version(1);
                            var digest = Digest.parse(from.text("digest", MAX_BYTES));
                            if (digest.isEmpty()) {
                                from.refuse("digest", "expected sha256: and 64 hex digits");
                            }
                            return new Claim(
                                    digest.orElseGet(() -> Digest.ofText("")),
                                    from.text("sensor", MAX_BYTES),
                                    from.time("pushed"),
                                    from.time("claimed"),
                                    from.flag("sent"));
                        })
                .found();
    }
}
