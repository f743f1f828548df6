package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.image.JsonTree;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A quota that all who work on a registry share: its pace is a document of the catalog.
public final class SharedPutQuota implements PutQuota {
    private static final String PARTITION = "put-pace";

    private final Table catalog;
    private final Key key;
    private final PutRate rate;
    private final InstantSource clock;

    /// @param catalog the table of that name
    /// @param registry host and port; of ECR that is one account in one region
    public SharedPutQuota(Table catalog, String registry, PutRate rate, InstantSource clock) {
        this.catalog = catalog;
        this.key = new Key(PARTITION, registry);
        this.rate = rate;
        this.clock = clock;
    }

    @Override
    public Optional<Duration> take() {
        var now = clock.instant();
        var answer = new AtomicReference<>(Optional.<Duration>empty());
        catalog.merge(
                key,
                before -> {
                    var taken = read(before).take(rate, now);
                    var wait = taken.wait(rate, now);
                    boolean soon = wait.compareTo(PATIENCE) <= 0;
                    answer.set(soon ? Optional.of(wait) : Optional.empty());
                    return soon ? Optional.of(write(taken)) : before;
                });
        return answer.get();
    }

    @Override
    public void turnedAway() {
        var now = clock.instant();
        catalog.merge(key, before -> Optional.of(write(read(before).turnedAway(rate, now))));
    }

    private static PutPace read(Optional<String> document) {
        return document.map(text -> JsonTree.object(text.getBytes(UTF_8), "a registry's pace"))
                .map(pace ->
                        new PutPace(
                                Instant.parse(pace.path("next").asText()),
                                pace.path("slowed").asInt(),
                                Instant.parse(pace.path("since").asText())))
                .orElse(PutPace.FRESH);
    }

    private static String write(PutPace pace) {
        var document = JsonTree.newObject();
        document.put("version", 1)
                .put("next", pace.next().toString())
                .put("slowed", pace.slowed())
                .put("since", pace.since().toString());
        return new String(JsonTree.bytes(document), UTF_8);
    }
}
