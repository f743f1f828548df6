package dev.inlay.policy;

import dev.inlay.behaviour.Mode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.profile.Profile;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/// The policies of all images, in the catalog table. A version never changes once it is written;
/// which one is the latest is switched in the same transaction that writes it, and only from the
/// version it was made of.
public final class Policies {
    private static final String LATEST = "LATEST";
    private static final String VERSION = "V#";
    private static final int MAX_LATEST_BYTES = 4_096;

    /// Losing this often to other writers means something else is wrong.
    private static final int MAX_ATTEMPTS = 16;

    private final Table catalog;
    private final Signer signer;
    private final PolicyShelf shelf;
    private final InstantSource clock;

    /// Sensors ask for them here.
    public Policies(Table catalog, Signer signer, InstantSource clock) {
        this(catalog, signer, PolicyShelf.none(), clock);
    }

    /// @param shelf where they lie as well, for sensors that cannot ask
    public Policies(Table catalog, Signer signer, PolicyShelf shelf, InstantSource clock) {
        this.catalog = catalog;
        this.signer = signer;
        this.shelf = shelf;
        this.clock = clock;
    }

    /// Which version of an image's policy is in force.
    ///
    /// @param sha256 of its text: the `ETag`
    public record Latest(long version, String sha256, Modes modes, Instant created) {}

    /// The version in force, without its text; empty when the image has no policy.
    public Optional<Latest> latest(Digest image) {
        return pointer(image).map(Policies::latest);
    }

    /// The policy in force, as sensors take it.
    public Optional<SignedPolicy> signed(Digest image) {
        return latest(image).flatMap(latest -> signed(image, latest.version()));
    }

    /// One version, as sensors take it.
    public Optional<SignedPolicy> signed(Digest image, long version) {
        return catalog.get(key(image, version)).map(Policies::signed);
    }

    /// The policy in force.
    public Optional<Policy> current(Digest image) {
        return signed(image).map(signed -> policy(image, signed));
    }

    /// One version.
    public Optional<Policy> version(Digest image, long version) {
        return signed(image, version).map(signed -> policy(image, signed));
    }

    /// The newest versions, newest first.
    public List<Latest> history(Digest image, int limit) {
        long newest = latest(image).map(Latest::version).orElse(0L);
        return LongStream.iterate(newest, version -> version > 0, version -> version - 1)
                .limit(limit)
                .mapToObj(version -> version(image, version))
                .flatMap(Optional::stream)
                .map(policy ->
                        new Latest(
                                policy.version(),
                                Digest.ofText(PolicyDocument.write(policy)).hex(),
                                policy.modes(),
                                policy.created()))
                .toList();
    }

    /// Signs and publishes the next version, unless another one came first.
    ///
    /// @param next its version is one more than the latest, 1 for the first
    /// @return false when it is not the next version any more: read again and decide again
    public boolean publish(Policy next) {
        var before = pointer(next.image());
        long expected = before.map(row -> latest(row).version()).orElse(0L) + 1;
        if (next.version() != expected) {
            return false;
        }
        var signed = SignedPolicy.sign(next, signer, clock.instant());
        Write.Condition unchanged =
                before.<Write.Condition>map(row -> new Write.Condition.AtRevision(row.revision()))
                        .orElseGet(Write.Condition.Absent::new);
        var pointer =
                Json.object()
                        .put("version", next.version())
                        .put("sha256", signed.sha256())
                        .put("created", Json.time(next.created()));
        pointer.set("modes", next.modes().write());
        boolean published =
                catalog.transact(
                        List.of(
                                Write.putIfAbsent(
                                        key(next.image(), next.version()), signed.write()),
                                new Write.Put(
                                        latestKey(next.image()),
                                        Json.write(pointer),
                                        Optional.empty(),
                                        unchanged)));
        if (published) {
            offer(next, signed);
        }
        return published;
    }

    /// It is published whatever becomes of this; the image's next evaluation shelves it then.
    private void offer(Policy next, SignedPolicy signed) {
        try {
            shelf.put(next.image(), next.version(), signed);
        } catch (TransientFailure | PermanentFailure e) {
            // Told by `shelve`, to whoever can try again.
        }
    }

    /// Puts the version in force on the shelf, if it does not lie there: what a failure kept from
    /// it, or what was published before there was a shelf.
    public void shelve(Digest image) {
        latest(image)
                .map(Latest::version)
                .filter(version -> !shelf.holds(image, version))
                .ifPresent(version ->
                        signed(image, version)
                                .ifPresent(signed -> shelf.put(image, version, signed)));
    }

    /// Makes the next version out of the one in force, again and again until nobody came first.
    ///
    /// @param change from the policy in force, or empty, to the next version; empty or the same
    ///   policy publishes nothing
    /// @return the policy that is in force afterwards
    public Optional<Policy> change(
            Digest image, Function<Optional<Policy>, Optional<Policy>> change) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            var now = current(image);
            var next = change.apply(now);
            if (next.isEmpty() || next.equals(now)) {
                return now;
            }
            if (publish(next.get())) {
                return next;
            }
        }
        throw new TransientFailure(
                "policy-contended",
                "publishing a policy of "
                        + image
                        + " lost to other writers "
                        + MAX_ATTEMPTS
                        + " times; try again later");
    }

    /// The policy an image would have if it was published now: the one in force, and what was
    /// learnt since. What a replay before a choice of modes has to be made of.
    public Policy upToDate(Profile profile) {
        return upToDate(profile, current(profile.image()));
    }

    private Policy upToDate(Profile profile, Optional<Policy> now) {
        return Learning.next(profile, now.orElseGet(() -> empty(profile.image())), clock.instant())
                .policy();
    }

    /// A person's choice of modes: a new version, with what was learnt up to now. Of an image that
    /// nothing is known of, one without rules is made: in mode block it refuses everything, so show
    /// the replay first.
    public Policy choose(Profile profile, Function<Modes, Modes> choice) {
        return change(
                        profile.image(),
                        now -> {
                            var learnt = upToDate(profile, now);
                            var modes = choice.apply(learnt.modes());
                            return now.isPresent() && modes.equals(now.get().modes())
                                    ? now
                                    : Optional.of(
                                            new Policy(
                                                    learnt.image(),
                                                    now.map(Policy::version).orElse(0L) + 1,
                                                    clock.instant(),
                                                    modes,
                                                    learnt.rules()));
                        })
                .orElseThrow();
    }

    /// A person's rule: a new version with it. A rule with the same id is replaced.
    public Policy add(Digest image, Rule rule) {
        return change(
                        image,
                        now -> {
                            var policy = now.orElseGet(() -> empty(image));
                            var rules = new ArrayList<>(policy.rules());
                            rules.removeIf(each -> each.id().equals(rule.id()));
                            rules.add(rule);
                            return Optional.of(policy.with(rules, clock.instant()));
                        })
                .orElseThrow();
    }

    private Policy empty(Digest image) {
        return new Policy(image, 0, clock.instant(), Modes.all(Mode.LEARN), List.of());
    }

    private Optional<Row> pointer(Digest image) {
        return catalog.get(latestKey(image));
    }

    private static Latest latest(Row row) {
        return Json.read(row.document(), MAX_LATEST_BYTES, Policies::readLatest)
                .stored("the pointer " + row.key());
    }

    private static Latest readLatest(Fields from) {
        return new Latest(
                from.number("version", 1, 1L << 53),
                from.text("sha256", 64),
                Modes.read(from.object("modes")),
                from.time("created"));
    }

    private static SignedPolicy signed(Row row) {
        return SignedPolicyReader.read(row.document()).stored("the policy " + row.key());
    }

    private static Policy policy(Digest image, SignedPolicy signed) {
        return PolicyDocument.read(signed.text()).stored("a policy of " + image);
    }

    private static String partition(Digest image) {
        return "POL#" + image;
    }

    private static Key latestKey(Digest image) {
        return new Key(partition(image), LATEST);
    }

    private static Key key(Digest image, long version) {
        return new Key(partition(image), VERSION + "%010d".formatted(version));
    }
}
