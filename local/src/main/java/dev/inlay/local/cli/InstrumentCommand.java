package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Push;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.instrument.Instrument;
import dev.inlay.instrument.Outcome;
import dev.inlay.instrument.PackagedSensorLayers;
import dev.inlay.instrument.Plan;
import dev.inlay.instrument.Planning;
import dev.inlay.instrument.SettingsSource;
import java.io.Console;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Instruments one image now.
@Command(
        name = "instrument",
        mixinStandardHelpOptions = true,
        description = {
            "Put the sensor into one image, now.",
            "Without --server it works on the registry alone: the sensor then reports to nobody and"
                    + " keeps to what is baked in."
        })
final class InstrumentCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin private Server server = new Server();

    @Parameters(paramLabel = "REF", description = "the image, with its registry's host")
    private String reference = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "of the result (default: *-inlay)")
    private @Nullable String tag;

    @Option(names = "--dry-run", description = "only say what would be done")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
        boolean byServer = spec.commandLine().getParseResult().hasMatchedOption("--server");
        if (byServer && (dryRun || tag != null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--tag and --dry-run work without --server; a control plane goes by its enrolments ('inlay enrol --map')");
        }
        return byServer ? order(server.uri()) : work();
    }

    private int order(URI uri) throws InterruptedException {
        var client = server.client();
        var ordered = client.post("/api/v1/instrument", Json.object().put("reference", reference));
        var name = ordered.path("repository").asText() + ":" + ordered.path("tag").asText();
        if (!server.json()) {
            System.err.println(uri + " works on " + name);
        }
        var image =
                new Waiting(
                                client,
                                name,
                                Optional.of(ordered.path("tag").asText()),
                                LIMIT,
                                server.json())
                        .await();
        if (!server.told(image)) {
            image.path("published").forEach(each -> System.out.println(each.path("tag").asText()));
        }
        return image.path("state").asText().equals("done") ? Exit.DONE : Exit.NOTHING_TO_DO;
    }

    private int work() {
        var image = ImageRef.parse(reference);
        var registry = Registries.at(image.registry());
        var push = push(image);
        var instrument =
                new Instrument(registry, new PackagedSensorLayers(), SettingsSource.standalone());
        var mapping = tag == null ? TagMapping.BESIDE : TagMapping.exactly(push.tag(), tag);
        long begin = System.nanoTime();
        if (dryRun) {
            return told(instrument.plan(push, mapping, _ -> {}));
        }
        var outcome = instrument.run(push, mapping, this::step);
        return told(outcome, Duration.ofNanos(System.nanoTime() - begin));
    }

    private Push push(ImageRef image) {
        var source =
                image.tag()
                        .orElseThrow(() ->
                                new PermanentFailure(
                                        "no-tag",
                                        "instrumenting "
                                                + reference
                                                + ": name the tag it has; the result gets one beside it"));
        return Registries.at(image.registry())
                .resolve(image.repository(), source)
                .map(digest -> new Push(image.repository(), source, digest))
                .orElseThrow(() ->
                        new PermanentFailure(
                                "not-there",
                                "instrumenting %s: %s has no such image; check the name, and whether you are logged in (docker login)"
                                        .formatted(reference, image.registry())));
    }

    private void step(Step step) {
        if (!server.json() && isForPeople()) {
            System.err.println(reference + ": " + step.text());
        }
    }

    private static boolean isForPeople() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private int told(Planning planning) {
        return switch (planning) {
            case Planning.Planned(var plan) -> {
                var answer = write(plan);
                if (!server.told(answer)) {
                    plan.losses().forEach(loss -> System.err.println("inlay: " + loss));
                    System.out.println("would become " + name(plan));
                }
                yield Exit.DONE;
            }
            case Planning.Declined(var reason) -> declined(reason.code(), reason.text());
            case Planning.Moved(var now) ->
                    declined(Decline.TAG_MOVED.code(), "its tag points at " + now + " by now");
        };
    }

    private int told(Outcome outcome, Duration took) {
        return switch (outcome) {
            case Outcome.Instrumented(var plan, var sent) -> {
                var answer = write(plan).put("bytesSent", sent).put("millis", took.toMillis());
                if (!server.told(answer)) {
                    plan.losses().forEach(loss -> System.err.println("inlay: " + loss));
                    System.out.println(name(plan));
                    System.err.printf(
                            "%,d bytes sent, %.1f s. No control plane: the sensor reports to nobody and has no policy yet; INLAY_REPORT=stderr, or a path, shows what it sees.%n",
                            sent, took.toMillis() / 1_000.0);
                }
                yield Exit.DONE;
            }
            case Outcome.Declined(var reason) -> declined(reason.code(), reason.text());
            case Outcome.Moved(var now) ->
                    declined(Decline.TAG_MOVED.code(), "its tag points at " + now + " by now");
        };
    }

    private int declined(String code, String text) {
        if (!server.told(
                Json.object().put("state", "declined").put("code", code).put("text", text))) {
            System.err.println("inlay: left " + reference + " as it is: " + text);
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

    private static String name(Plan plan) {
        return plan.push().repository() + ":" + plan.tag() + "@" + plan.root().digest();
    }
}
