package dev.inlay.infra;

import dev.inlay.failure.PermanentFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a build leaves for the stack to carry into the account. Paths, so that tests need no build.
///
/// @param registryScan the function's jar
/// @param telemetryIngest the function's jar
/// @param policyEval the function's jar
/// @param consoleApi jar of the API's function and of the sensors' authorizer
/// @param coverage the function's jar
/// @param instrument image of the task, as `docker load` reads it
public record Assets(
        Path registryScan,
        Path telemetryIngest,
        Path policyEval,
        Path consoleApi,
        Path coverage,
        Path instrument) {
    /// Where `./inlay deploy` leaves them.
    ///
    /// @param processor what the task is to run on: its image is another one for each
    public static Assets of(Path home, Processor processor) {
        return new Assets(
                jar(home, "registry-scan"),
                jar(home, "telemetry-ingest"),
                jar(home, "policy-eval"),
                jar(home, "console-api"),
                jar(home, "coverage"),
                home.resolve(
                        "functions/instrument/target/task-image-%s.tar"
                                .formatted(processor.ofImages())));
    }

    /// Themselves, if all are there.
    ///
    /// @throws dev.inlay.failure.PermanentFailure that names those that are not
    public Assets complete() {
        if (missing().isEmpty()) {
            return this;
        }
        throw new PermanentFailure(
                "asset-missing",
                "collecting what the stack carries: there is no "
                        + missing()
                        + ". './inlay deploy' makes them, and './inlay build' the functions; what they said is in"
                        + " target/launcher.");
    }

    /// Those that are not there.
    public List<Path> missing() {
        return Stream.of(
                        registryScan, telemetryIngest, policyEval, consoleApi, coverage, instrument)
                .filter(Files::notExists)
                .toList();
    }

    private static Path jar(Path home, String name) {
        return home.resolve("functions/" + name + "/target/inlay-" + name + "-lambda.jar");
    }
}
