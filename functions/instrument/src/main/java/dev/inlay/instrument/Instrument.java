package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.policy.Signer;
import dev.inlay.registry.ImageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;

/// Puts an instrumented image beside the original. Doing it twice gives the same digest and sends
/// nothing the second time; stopping it anywhere leaves nothing with a tag.
public final class Instrument {
    private static final int LOOKS = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ImageStore registry;
    private final SensorLayers sensors;
    private final SettingsSource settings;
    private final Optional<Signer> signer;

    /// Without a key: what the result was made from is said unsigned.
    ///
    /// @param registry where the image is and the result goes
    public Instrument(ImageStore registry, SensorLayers sensors, SettingsSource settings) {
        this(registry, sensors, settings, Optional.empty());
    }

    /// @param registry where the image is and the result goes
    /// @param signer signs what the result was made from
    public Instrument(
            ImageStore registry,
            SensorLayers sensors,
            SettingsSource settings,
            Optional<Signer> signer) {
        this.registry = registry;
        this.sensors = sensors;
        this.settings = settings;
        this.signer = signer;
    }

    /// All steps.
    ///
    /// @param mapping decides the result's tag
    public Outcome run(Push push, TagMapping mapping, Listener listener) {
        var forward = Listener.forward(listener);
        try {
            return switch (plan(push, mapping, forward)) {
                case Planning.Declined(var reason) -> new Outcome.Declined(reason);
                case Planning.Moved(var now) -> new Outcome.Moved(now);
                case Planning.Planned(var plan) -> carryOut(plan, forward);
            };
        } catch (PermanentFailure e) {
            if (isGone(push)) {
                return new Outcome.Declined(gone(push));
            }
            throw e;
        }
    }

    /// A repository that lost the image while we worked refuses in as many ways as there are
    /// requests: none of them is what went wrong.
    private boolean isGone(Push push) {
        try {
            return !registry.hasManifest(push.repository(), push.digest());
        } catch (TransientFailure | PermanentFailure unknown) {
            return false;
        }
    }

    /// The steps that only read: what `run` would do.
    public Planning plan(Push push, TagMapping mapping, Listener listener) {
        if (!mapping.isSource(push.tag())) {
            return declined(
                    Decline.OWN_TAG,
                    "the tag mapping " + mapping + " does not take tag " + push.tag());
        }
        listener.began(Step.RESOLVE);
        var now = tagged(push);
        if (now.isEmpty()) {
            return new Planning.Declined(gone(push));
        }
        var source = now.get();
        return source.digest().equals(push.digest())
                ? plan(push, mapping, source, listener)
                : new Planning.Moved(source.digest());
    }

    /// What the tag points at. Registries may tell of a manifest before they write its tag, as
    /// CNCF's does: one that is there without it is looked at again for a second.
    private Optional<Manifest> tagged(Push push) {
        var now = registry.manifest(push.repository(), push.tag());
        for (int look = 1;
                now.isEmpty()
                        && look < LOOKS
                        && registry.hasManifest(push.repository(), push.digest());
                look++) {
            pause();
            now = registry.manifest(push.repository(), push.tag());
        }
        return now;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", "instrumenting was interrupted", e);
        }
    }

    private Planning plan(Push push, TagMapping mapping, Manifest source, Listener listener) {
        var planner = new Planner(registry, sensors, settings, push, listener);
        return switch (planner.part(source, 0)) {
            case Part.Left(_, var reason) -> new Planning.Declined(reason);
            case Part.Made(var twin, var inner, var images, var members) ->
                    new Planning.Planned(
                            new Plan(
                                    push,
                                    mapping.apply(push.tag()),
                                    twin,
                                    inner,
                                    images,
                                    members,
                                    sensors.layer(images.getFirst().platform()).version(),
                                    !mapping.equals(TagMapping.BESIDE)));
        };
    }

    /// What was sent of an image, before it is published.
    private record Sent(long bytes, Attestations.Prepared attestation) {}

    /// The steps that write.
    private Outcome carryOut(Plan plan, Listener listener) {
        listener.began(Step.PUSH);
        var verification = new Verification(registry);
        boolean there = isPublished(plan) && verification.holds(plan);
        var sent =
                Together.both(
                        () -> there ? 0L : push(plan),
                        () -> attestations(plan).prepare(plan, signer),
                        Sent::new);
        var stored = new LazyIndexes(registry, plan.push().repository()).store(plan);
        listener.began(Step.VERIFY);
        if (!there) {
            verification.verify(stored);
        }
        listener.began(Step.PUBLISH);
        return publish(stored, sent);
    }

    private boolean isPublished(Plan plan) {
        return registry.resolve(plan.push().repository(), plan.tag())
                .filter(plan.root().digest()::equals)
                .isPresent();
    }

    private long push(Plan plan) {
        var repository = plan.push().repository();
        var blobs = new LinkedHashMap<Digest, byte[]>();
        for (var image : plan.images()) {
            blobs.put(image.sensor().digest(), image.sensor().compressed());
            blobs.put(image.settings().digest(), image.settings().compressed());
            var configuration = image.twin().configuration();
            blobs.put(Digest.of(configuration), configuration);
        }
        var sent = new ArrayList<Supplier<Integer>>();
        blobs.forEach((digest, content) -> sent.add(() -> blob(repository, digest, content)));
        long bytes = Together.of(sent).stream().mapToLong(Integer::longValue).sum();
        manifests(plan, repository);
        return bytes;
    }

    private int blob(String repository, Digest digest, byte[] content) {
        return registry.pushBlob(repository, digest, content) ? content.length : 0;
    }

    /// Images do not need each other; an index needs all it refers to.
    private void manifests(Plan plan, String repository) {
        var images = new ArrayList<Supplier<Boolean>>();
        plan.inner().stream()
                .filter(manifest -> !manifest.isIndex())
                .forEach(manifest ->
                        images.add(() -> {
                            registry.putManifest(repository, manifest);
                            return true;
                        }));
        Together.of(images);
        plan.inner().stream()
                .filter(Manifest::isIndex)
                .forEach(index -> registry.putManifest(repository, index));
    }

    private Outcome publish(Plan plan, Sent sent) {
        var publication = new Publication(registry, new Ownership(registry, sensors.platforms()));
        return switch (publication.publish(plan)) {
            case Publication.Refused(var reason) -> new Outcome.Declined(reason);
            case Publication.Overtaken(var now) ->
                    now.<Outcome>map(Outcome.Moved::new)
                            .orElseGet(() -> new Outcome.Declined(gone(plan.push())));
            case Publication.Published() -> attested(plan, sent);
        };
    }

    private Outcome attested(Plan plan, Sent sent) {
        var unattested = attestations(plan).attach(plan, signer, sent.attestation());
        return new Outcome.Instrumented(plan, sent.bytes(), unattested);
    }

    private Attestations attestations(Plan plan) {
        return new Attestations(registry, plan.push().repository());
    }

    private static Reason gone(Push push) {
        return Decline.SOURCE_GONE.because(
                "tag "
                        + push.tag()
                        + " at "
                        + push.digest()
                        + " is not in "
                        + push.repository()
                        + " any more; push it again");
    }

    private static Planning declined(Decline decline, String text) {
        return new Planning.Declined(decline.because(text));
    }
}
