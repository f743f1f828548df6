package dev.inlay.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// What a program has said so far, read by a thread of its own; who asks need not wait for the end.
final class Answer implements Runnable {
    /// A login takes hundreds of bytes; a token of some registries a few thousand.
    private static final int MAX_BYTES = 64 * 1024;

    private final InputStream output;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    /// @param output of the program
    Answer(InputStream output) {
        this.output = output;
    }

    /// Reads until the output is closed or more has been said than any login needs.
    @Override
    public void run() {
        var piece = new byte[4096];
        try {
            int count = 0;
            while (count >= 0 && room() > 0) {
                keep(piece, count);
                count = output.read(piece, 0, Math.min(piece.length, room()));
            }
        } catch (IOException ended) {
            // What was heard until then is the answer, complete or not: its reader tells.
        }
    }

    /// The bytes until now.
    synchronized byte[] soFar() {
        return heard.toByteArray();
    }

    private synchronized int room() {
        return MAX_BYTES - heard.size();
    }

    private synchronized void keep(byte[] piece, int count) {
        heard.write(piece, 0, count);
    }
}
