package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.TagMapping;
import dev.inlay.instrument.Instrument;
import dev.inlay.instrument.Listener;
import dev.inlay.instrument.Outcome;
import dev.inlay.instrument.PackagedSensorLayers;
import dev.inlay.instrument.Plan;
import dev.inlay.instrument.Planning;
import dev.inlay.instrument.SettingsSource;
import dev.inlay.local.store.ImagePlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Instruments one image without a control plane, wherever it is.
final class InstrumentHere {
    private static final String SUFFIX = "-inlay";

    private final String reference;
    private final Optional<String> tag;
    private final Server server;
    private final Listener listener;

    /// @param tag of the result, when it is not the usual one
    InstrumentHere(String reference, Optional<String> tag, Server server, Listener listener) {
        this.reference = reference;
        this.tag = tag;
        this.server = server;
        this.listener = listener;
    }

    int work(boolean dryRun, Optional<Path> output) {
        var sensors = PackagedSensorLayers.readingAhead();
        try (var place = ImagePlace.of(reference, Registries::at)) {
            var push = push(place);
            var mapping =
                    tag.map(target -> TagMapping.exactly(push.tag(), target))
                            .orElse(TagMapping.BESIDE);
            var instrument = new Instrument(place.store(), sensors, SettingsSource.standalone());
            long begin = System.nanoTime();
            if (dryRun) {
                return told(place, instrument.plan(push, mapping, _ -> {}));
            }
            var outcome = instrument.run(push, mapping, listener);
            if (place.isArchive() && outcome instanceof Outcome.Instrumented) {
                place.save(output.orElseGet(() -> place.beside(SUFFIX)));
            }
            return told(place, outcome, output, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private Push push(ImagePlace place) {
        var image = place.reference();
        var source =
                image.tag()
                        .orElseThrow(() ->
                                new PermanentFailure(
                                        "no-tag",
                                        "instrumenting "
                                                + reference
                                                + ": name the tag it has; the result gets one beside it"));
        return place.store()
                .resolve(image.repository(), source)
                .map(digest -> new Push(image.repository(), source, image.digest().orElse(digest)))
                .orElseThrow(() ->
                        new PermanentFailure(
                                "not-there",
                                "instrumenting %s: there is no such image; check the name, and whether you are logged in (docker login)"
                                        .formatted(reference)));
    }

    private int told(ImagePlace place, Planning planning) {
        return switch (planning) {
            case Planning.Planned(var plan) -> {
                var preview = new Preview(place.store(), plan);
                if (!server.told(write(plan).set("images", preview.document()))) {
                    preview.print(System.out);
                    plan.losses().forEach(loss -> System.err.println("inlay: " + loss));
                    System.out.println("would become " + name(place, plan));
                }
                yield Exit.DONE;
            }
            case Planning.Declined(var reason) -> declined(reason);
            case Planning.Moved(var now) -> moved(now);
        };
    }

    private int told(ImagePlace place, Outcome outcome, Optional<Path> output, Duration took) {
        return switch (outcome) {
            case Outcome.Instrumented(var plan, var sent, var unattested) -> {
                var answer = write(plan).put("bytesSent", sent).put("millis", took.toMillis());
                if (place.isArchive()) {
                    answer.put("output", output.orElseGet(() -> place.beside(SUFFIX)).toString());
                }
                if (!server.told(answer)) {
                    plan.losses().forEach(loss -> System.err.println("inlay: " + loss));
                    System.out.println(name(place, plan));
                    System.err.printf(
                            "%,d bytes sent, %.1f s. No control plane: the sensor reports to nobody and has no policy yet; INLAY_REPORT=stderr, or a path, shows what it sees.%n",
                            sent, took.toMillis() / 1_000.0);
                    unattested.ifPresent(reason ->
                            System.err.println(
                                    "inlay: without an attestation beside it: " + reason.text()));
                }
                yield Exit.DONE;
            }
            case Outcome.Declined(var reason) -> declined(reason);
            case Outcome.Moved(var now) -> moved(now);
        };
    }

    private int moved(Digest now) {
        return declined(Decline.TAG_MOVED.because("its tag points at " + now + " by now"));
    }

    private int declined(Reason reason) {
        if (!server.told(
                Json.object()
                        .put("state", "declined")
                        .put("code", reason.code())
                        .put("text", reason.text()))) {
            System.err.println("inlay: left " + reference + " as it is: " + reason.text());
        }
        return Exit.NOTHING_TO_DO;
    }

    private static ObjectNode write(Plan plan) {
        var answer = Json.object();
        answer.set("losses", Json.texts(plan.losses()));
        return answer.put("state", "done")
                .put("repository", plan.push().repository())
                .put("source", plan.push().digest().value())
                .put("tag", plan.tag())
                .put("digest", plan.root().digest().value())
                .put("sensor", plan.sensor());
    }

    private static String name(ImagePlace place, Plan plan) {
        return place.name(plan.tag()) + "@" + plan.root().digest();
    }
}
