package dev.inlay.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A tar (POSIX ustar) of a few files of root's, from 1970: the same files always give the same
/// bytes.
final class Tar {
    private static final int BLOCK = 512;
    private static final int SIZE = 124;
    private static final int SIZE_DIGITS = 11;
    private static final int CHECKSUM = 148;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// @param path without a leading slash, ending in one, at most 100 bytes of ASCII
    Tar directory(String path) {
        out.writeBytes(header(path, 0755, 0, '5'));
        return this;
    }

    /// Readable for all, writable for root.
    Tar file(String path, byte[] content) {
        out.writeBytes(header(path, 0644, content.length, '0'));
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    /// With the two empty blocks that end it.
    byte[] bytes() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(out.toByteArray());
        all.writeBytes(new byte[2 * BLOCK]);
        return all.toByteArray();
    }

    /// The content of the entry at this place of a tar that this class may have made; empty where
    /// there is none. Whether it did is for the caller to find out, by making it again.
    static Optional<byte[]> content(byte[] tar, int entry) {
        long at = 0;
        for (int place = 0; at + BLOCK <= tar.length && tar[(int) at] != 0; place++) {
            long size = size(tar, (int) at);
            if (size < 0 || at + BLOCK + size > tar.length) {
                return Optional.empty();
            }
            if (place == entry) {
                int from = (int) at + BLOCK;
                return Optional.of(Arrays.copyOfRange(tar, from, from + (int) size));
            }
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return Optional.empty();
    }

    /// Negative when it is no octal number.
    private static long size(byte[] tar, int header) {
        long size = 0;
        for (int at = header + SIZE; at < header + SIZE + SIZE_DIGITS; at++) {
            if (tar[at] < '0' || tar[at] > '7') {
                return -1;
            }
            size = size * 8 + tar[at] - '0';
        }
        return size;
    }

    private static byte[] header(String path, int mode, int size, char type) {
        var header = ByteBuffer.allocate(BLOCK);
        put(header, 0, path);
        put(header, 100, octal(mode, 7));
        put(header, 108, octal(0, 7));
        put(header, 116, octal(0, 7));
        put(header, SIZE, octal(size, SIZE_DIGITS));
        put(header, 136, octal(0, 11));
        put(header, CHECKSUM, "        ");
        put(header, 156, String.valueOf(type));
        put(header, 257, "ustar\u000000");
        put(header, 329, octal(0, 7));
        put(header, 337, octal(0, 7));
        int sum = 0;
        for (byte b : header.array()) {
            sum += b & 0xff;
        }
        put(header, CHECKSUM, octal(sum, 6) + "\0 ");
        return header.array();
    }

    private static void put(ByteBuffer header, int at, String text) {
        header.put(at, text.getBytes(US_ASCII));
    }

    private static String octal(int value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }
}
