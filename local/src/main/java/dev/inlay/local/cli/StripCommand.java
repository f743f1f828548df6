package dev.inlay.local.cli;

import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Reason;
import dev.inlay.instrument.Strip;
import dev.inlay.local.store.ImagePlace;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives back the image without the sensor.
@Command(
        name = "strip",
        mixinStandardHelpOptions = true,
        description = {
            "Take the sensor out of an image again, under another tag.",
            "While the original is in the repository, that is what gets the tag."
        })
final class StripCommand implements Callable<Integer> {
    private static final String SUFFIX = "-stripped";

    @Parameters(
            paramLabel = "REF",
            description =
                    "the instrumented image, with its registry's host; or oci:DIR[:TAG], docker-archive:FILE[:NAME:TAG]")
    private String reference = "";

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "of the result (default: *-stripped)")
    private @Nullable String tag;

    @Option(names = "--json", description = "the result as JSON")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "of a docker-archive: where the result goes (default: *-stripped.tar)")
    private @Nullable Path output;

    @Override
    public Integer call() {
        try (var place = ImagePlace.of(reference, Registries::at)) {
            var target = target(place.reference());
            return switch (new Strip(place.store()).strip(place.reference(), target)) {
                case Strip.Result.Stripped stripped -> done(place, target, stripped);
                case Strip.Result.Declined(var reason) -> declined(reason);
            };
        }
    }

    private int done(ImagePlace place, String target, Strip.Result.Stripped stripped) {
        if (place.isArchive()) {
            place.save(Optional.ofNullable(output).orElseGet(() -> place.beside(SUFFIX)));
        }
        if (json) {
            System.out.println(
                    Json.object()
                            .put("state", "done")
                            .put("tag", target)
                            .put("digest", stripped.digest().value())
                            .put("original", stripped.original()));
        } else {
            System.out.println(place.name(target) + "@" + stripped.digest());
            System.err.println(
                    stripped.original()
                            ? "it is the original itself"
                            : "the original is gone; this has its layers and its configuration");
        }
        return Exit.DONE;
    }

    private int declined(Reason reason) {
        if (json) {
            System.out.println(
                    Json.object()
                            .put("state", "declined")
                            .put("code", reason.code())
                            .put("text", reason.text()));
        } else {
            System.err.println("inlay: " + reason.text());
        }
        return Exit.NOTHING_TO_DO;
    }

    private String target(ImageRef image) {
        return Optional.ofNullable(tag)
                .or(() -> image.tag().map(source -> source + SUFFIX))
                .orElseThrow(() ->
                        new PermanentFailure(
                                "no-tag",
                                "stripping "
                                        + reference
                                        + ": say with --tag under which tag the result is to appear"));
    }
}
