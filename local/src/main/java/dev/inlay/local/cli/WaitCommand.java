package dev.inlay.local.cli;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.ImageRef;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Returns when the instrumented image is there.
@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description = "Return when the instrumented image is in the repository.")
final class WaitCommand implements Callable<Integer> {
    @Mixin private Server server = new Server();

    @Parameters(
            paramLabel = "REF",
            description = "what was pushed; with the registry's host its tag is looked up there")
    private String reference = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "give up after (default: ${DEFAULT-VALUE})",
            defaultValue = "300")
    private long timeout = 300;

    @Override
    public Integer call() throws InterruptedException {
        var waiting =
                new Waiting(
                        server.client(),
                        exactly().orElse(reference),
                        tag(),
                        Duration.ofSeconds(timeout),
                        server.json());
        var image = waiting.await();
        boolean done = image.path("state").asText().equals("done");
        if (!server.told(image) && done) {
            image.path("published")
                    .forEach(each ->
                            System.out.println(
                                    image.path("repository").asText()
                                            + ":"
                                            + each.path("tag").asText()));
        }
        return done ? Exit.DONE : Exit.NOTHING_TO_DO;
    }

    private Optional<String> tag() {
        int colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
        return colon < 0 || reference.contains("@")
                ? Optional.empty()
                : Optional.of(reference.substring(colon + 1));
    }

    /// What the tag points at now: an image that had the tag before is not what is waited for.
    private Optional<String> exactly() {
        int slash = reference.indexOf('/');
        var host = slash < 0 ? "" : reference.substring(0, slash);
        if (!host.contains(":") && !host.contains(".") && !host.equals("localhost")) {
            return Optional.empty();
        }
        var parsed = ImageRef.parse(reference);
        try {
            var registry = Registries.at(parsed.registry());
            return parsed.digest()
                    .or(() ->
                            parsed.tag().flatMap(tag -> registry.resolve(parsed.repository(), tag)))
                    .map(digest -> parsed.repository() + "@" + digest);
        } catch (TransientFailure | PermanentFailure e) {
            System.err.println(
                    "inlay: going by the name alone, since the registry could not be asked: "
                            + e.getMessage());
            return Optional.empty();
        }
    }
}
