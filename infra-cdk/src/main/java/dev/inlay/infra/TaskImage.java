package dev.inlay.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.failure.PermanentFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The image of the instrument task, as `docker load` reads it: a tar file of layers, a
/// configuration and a list of both.
///
/// Specification: POSIX ustar; Docker Image Specification v1.2.
final class TaskImage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BLOCK = 512;
    private static final int MAX_DOCUMENT = 1_024 * 1_024;

    private TaskImage() {}

    /// What its programs run on.
    static Processor processor(Path archive) {
        try {
            var name = document(archive, "manifest.json").path(0).path("Config").asText();
            var architecture = document(archive, name).path("architecture").asText();
            return switch (architecture) {
                case "arm64" -> Processor.ARM64;
                case "amd64" -> Processor.X86_64;
                default -> throw malformed(archive, "Fargate has no " + architecture);
            };
        } catch (IOException e) {
            throw malformed(archive, e.toString());
        }
    }

    private static JsonNode document(Path archive, String name) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(archive))) {
            var found = entry(in, name);
            return JSON.readTree(
                    found.orElseThrow(
                            () -> malformed(archive, "there is no '" + name + "' in it")));
        }
    }

    private static Optional<byte[]> entry(InputStream tar, String name) throws IOException {
        while (true) {
            var header = tar.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return Optional.empty();
            }
            var each = text(header, 0, 100).replaceFirst("^\\./", "");
            long size = size(text(header, 124, 12).strip());
            if (each.equals(name) && size <= MAX_DOCUMENT) {
                return Optional.of(tar.readNBytes((int) size));
            }
            tar.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
        }
    }

    private static long size(String octal) throws IOException {
        if (!octal.matches("[0-7]{1,11}")) {
            throw new IOException("it is no tar file");
        }
        return Long.parseLong(octal, 8);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, UTF_8);
    }

    private static PermanentFailure malformed(Path archive, String because) {
        return new PermanentFailure(
                "task-image-malformed",
                "reading the task's image %s: %s; './inlay build task-image' makes it anew"
                        .formatted(archive, because));
    }
}
