package dev.inlay.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// Gzip (RFC 1952) without compression (RFC 1951 §3.2.4). The JDK's own compressor gives other
/// bytes with another zlib; a layer's digest must not depend on that, and 2 KB need no compression.
final class StoredGzip {
    private static final byte[] HEADER = {
        0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff // no time, no name, unknown system
    };
    private static final int MAX_BLOCK = 0xffff;

    private StoredGzip() {}

    static byte[] of(byte[] content) {
        var out = new ByteArrayOutputStream(content.length + 64);
        out.writeBytes(HEADER);
        int from = 0;
        do {
            int length = Math.min(MAX_BLOCK, content.length - from);
            boolean last = from + length == content.length;
            out.writeBytes(blockHeader(last, length));
            out.write(content, from, length);
            from += length;
        } while (from < content.length);
        var crc = new CRC32();
        crc.update(content);
        out.writeBytes(little(8).putInt((int) crc.getValue()).putInt(content.length).array());
        return out.toByteArray();
    }

    private static byte[] blockHeader(boolean last, int length) {
        return little(5)
                .put((byte) (last ? 1 : 0))
                .putShort((short) length)
                .putShort((short) ~length)
                .array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
