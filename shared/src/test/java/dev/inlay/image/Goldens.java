package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Documents for tests, one directory a case: `manifest.json` and `config.json`, and what they are
/// after instrumentation.
final class Goldens {
    private Goldens() {}

    static byte[] read(String path) {
        try (var in = Goldens.class.getResourceAsStream("golden/" + path)) {
            if (in == null) {
                throw new AssertionError("there is no golden/" + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without white space, everything else as it is: order and spelling count.
    static String compact(byte[] json) {
        return new String(JsonTree.bytes(JsonTree.object(json, "a golden file")), UTF_8);
    }
}
