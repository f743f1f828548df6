package dev.inlay.local.cli;

import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.instrument.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/// What a probe found out, as it is kept for others (`docs/probes`, `probe.schema.json`).
final class ProbeRecord {
    private ProbeRecord() {}

    /// Writes one, and says where.
    static Path write(Path folder, String architecture, Probe.Told told, Instant at) {
        var document =
                Json.object().put("version", 1).put("at", Json.time(at)).put("place", told.place());
        document.set("answer", told.answer());
        var file = folder.resolve(name(architecture, told.place(), at));
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, document.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new PermanentFailure(
                    "record-unwritten",
                    "keeping what the probe found in %s: %s".formatted(file, e),
                    e);
        }
    }

    /// `2026-11-26-aws-fargate-1-4-0-in-eu-central-1-amd64.json`.
    private static String name(String architecture, String place, Instant at) {
        var where = place.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "%s-%s-%s.json".formatted(at.toString().substring(0, 10), where, architecture);
    }
}
