package dev.inlay.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.inlay.e2e.world.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A listener on the line to a server of this machine. It passes every byte on as it came, so that
/// signatures stay whole, and remembers what was answered.
final class Tap implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI server;
    private final ServerSocket listening;
    private final StringBuilder answered = new StringBuilder();
    private final List<Socket> open = new ArrayList<>();

    Tap(URI server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Where the server seems to be.
    String address() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /// Returns when the server said these words.
    void awaitAnswer(String words) {
        Await.until("the server to answer " + words, PATIENCE, () -> said(words));
    }

    private synchronized boolean said(String words) {
        return answered.indexOf(words) >= 0;
    }

    private void accept() {
        try {
            while (true) {
                var client = keep(listening.accept());
                var there = keep(new Socket(server.getHost(), server.getPort()));
                Thread.ofVirtual().start(() -> pass(client, there, false));
                Thread.ofVirtual().start(() -> pass(there, client, true));
            }
        } catch (IOException _) {
            // It is over.
        }
    }

    private synchronized Socket keep(Socket socket) {
        open.add(socket);
        return socket;
    }

    private void pass(Socket from, Socket to, boolean remembered) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            var some = new byte[8_192];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                if (remembered) {
                    remember(new String(some, 0, read, ISO_8859_1));
                }
                out.write(some, 0, read);
            }
        } catch (IOException _) {
            // One side hung up, and so do we.
        }
    }

    private synchronized void remember(String words) {
        answered.append(words);
    }

    @Override
    public synchronized void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
