package dev.inlay.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An image that is nothing but what says of which kind it is.
final class StandInImage {
    private StandInImage() {}

    static Path write(Path archive, String architecture) throws IOException {
        var tar = new ByteArrayOutputStream();
        entry(tar, "./layer.tar", "x".repeat(700));
        entry(tar, "./manifest.json", "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"]}]");
        entry(tar, "./config.json", "{\"architecture\":\"" + architecture + "\"}");
        tar.write(new byte[1_024]);
        return Files.write(archive, tar.toByteArray());
    }

    private static void entry(ByteArrayOutputStream tar, String name, String content)
            throws IOException {
        var header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(content.length()));
        tar.write(header);
        tar.write(content.getBytes(UTF_8));
        tar.write(new byte[(512 - content.length() % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        System.arraycopy(text.getBytes(UTF_8), 0, header, at, text.length());
    }
}
