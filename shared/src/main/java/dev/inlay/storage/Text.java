package dev.inlay.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/// What every store can hold: text that has a UTF-8 form, up to a length. Checked when a key or a
/// write is made, so that no adapter can differ in it.
final class Text {
    private Text() {}

    /// @param what names the text in the failure (`sort key`, `document`)
    static void check(String what, String text, int maxBytes) {
        if (text.length() > maxBytes || utf8Length(what, text) > maxBytes) {
            throw new PermanentFailure(
                    what.replace(' ', '-') + "-too-large",
                    "storing a %s of %,d characters, beginning '%s': the store takes at most %,d bytes; fold or hash it first"
                            .formatted(what, text.length(), beginning(text), maxBytes));
        }
        if (text.indexOf('\0') >= 0) {
            throw notText(what, text, "it holds a NUL character");
        }
    }

    /// What a write brings to the store.
    static long bytes(Write write) {
        var key = write.key();
        int length = bytes(key.partition()) + bytes(key.sort());
        return switch (write) {
            case Write.Put put -> length + bytes(put.document());
            case Write.Delete _ -> length;
        };
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    private static int utf8Length(String what, String text) {
        try {
            return UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
        } catch (CharacterCodingException e) {
            throw notText(what, text, "it holds half of a surrogate pair");
        }
    }

    private static PermanentFailure notText(String what, String text, String because) {
        return new PermanentFailure(
                what.replace(' ', '-') + "-not-text",
                "storing a %s beginning '%s': %s, which has no UTF-8 form every store keeps"
                        .formatted(what, beginning(text), because));
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), 60));
    }
}
