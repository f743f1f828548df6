package dev.inlay.policy;

import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which version of each policy [PolicyNews] were told of, in the catalog: told first, noted then,
/// so that a version is told of twice rather than never, whoever published it.
public final class ToldPolicies {
    private static final String PARTITION = "policy-told";
    private static final int MAX_BYTES = 1_024;

    private final Table catalog;

    private record Told(long version, Modes modes) {
        static Told read(Fields from) {
            from.version(1);
            return new Told(
                    from.number("policyVersion", 0, Long.MAX_VALUE),
                    Modes.read(from.object("modes")));
        }

        static String write(Policy policy) {
            return Json.write(
                    Json.object()
                            .put("version", 1)
                            .put("policyVersion", policy.version())
                            .set("modes", policy.modes().write()));
        }
    }

    /// @param catalog the table of that name
    public ToldPolicies(Table catalog) {
        this.catalog = catalog;
    }

    /// Tells of the policy in force unless that was done. Versions that followed each other
    /// unnoticed are told as one.
    public void tell(Policy policy, PolicyNews news) {
        var told = told(policy.image());
        if (told.isPresent() && told.get().version() >= policy.version()) {
            return;
        }
        var before = told.map(Told::modes).orElseGet(() -> Modes.all(Mode.LEARN));
        news.published(policy, settled(before, policy.modes()));
        catalog.merge(
                key(policy.image()),
                now ->
                        now.flatMap(ToldPolicies::parse)
                                        .filter(other -> other.version() > policy.version())
                                        .isPresent()
                                ? now
                                : Optional.of(Told.write(policy)));
    }

    private static Set<Domain> settled(Modes before, Modes now) {
        return Arrays.stream(Domain.values())
                .filter(domain -> before.of(domain) == Mode.LEARN && now.of(domain) != Mode.LEARN)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<Told> told(Digest image) {
        return catalog.get(key(image)).map(Row::document).flatMap(ToldPolicies::parse);
    }

    /// What cannot be read was not told: the version in force is told of once more.
    private static Optional<Told> parse(String document) {
        return Json.read(document, MAX_BYTES, Told::read).found();
    }

    private static Key key(Digest image) {
        return new Key(PARTITION, image.value());
    }
}
