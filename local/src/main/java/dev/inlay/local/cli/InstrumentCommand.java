package dev.inlay.local.cli;

import dev.inlay.document.Json;
import dev.inlay.image.Step;
import java.io.Console;
import java.net.URI;
import java.nio.file.Path;
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
            "Put the sensor into one image, now: in its registry, or before it is pushed, in an OCI"
                    + " layout (oci:DIR[:TAG]) or an archive of docker save"
                    + " (docker-archive:FILE[:NAME:TAG]).",
            "Without --server it works alone: the sensor then reports to nobody and keeps to what is"
                    + " baked in.",
            "Ends with 0 when done, 1 when it failed, 2 when it was called wrongly, 3 when there was"
                    + " nothing to do or the image was declined."
        })
final class InstrumentCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin private Server server = new Server();

    @Parameters(
            paramLabel = "REF",
            description =
                    "the image, with its registry's host; or oci:DIR[:TAG], docker-archive:FILE[:NAME:TAG]")
    private String reference = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "of the result (default: *-inlay)")
    private @Nullable String tag;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "of a docker-archive: where the result goes (default: *-inlay.tar)")
    private @Nullable Path output;

    @Option(
            names = "--dry-run",
            description = "only show entrypoint, layers and labels before and after")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
        boolean byServer = spec.commandLine().getParseResult().hasMatchedOption("--server");
        boolean inFiles = reference.startsWith("oci:") || reference.startsWith("docker-archive:");
        if (byServer && (dryRun || tag != null || inFiles)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--tag, --dry-run and images in files work without --server; a control plane goes by its enrolments ('inlay enrol --map')");
        }
        if (output != null && !reference.startsWith("docker-archive:")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--output is for docker-archive: elsewhere the result goes beside the original");
        }
        return byServer ? order(server.uri()) : here();
    }

    private int here() {
        return new InstrumentHere(reference, Optional.ofNullable(tag), server, this::step)
                .work(dryRun, Optional.ofNullable(output));
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

    private void step(Step step) {
        if (!server.json() && isForPeople()) {
            System.err.println(reference + ": " + step.text());
        }
    }

    private static boolean isForPeople() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
}
