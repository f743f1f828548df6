package dev.inlay.e2e.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Where an attacker waits for what he steals. Keeps every connection's bytes, also the empty ones.
public final class Listener implements AutoCloseable {
    private static final int GREED = 64 * 1024;

    private final ServerSocket socket;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private Listener(ServerSocket socket) {
        this.socket = socket;
    }

    /// Listens on a free port of one address of this machine.
    public static Listener on(String address) {
        try {
            var socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            var listener = new Listener(socket);
            Thread.ofVirtual().start(listener::accept);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port it got.
    public int port() {
        return socket.getLocalPort();
    }

    /// What came, one entry for each connection that ended.
    public List<String> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket victim = socket.accept()) {
                byte[] bytes = victim.getInputStream().readNBytes(GREED);
                received.add(new String(bytes, StandardCharsets.UTF_8));
            } catch (IOException e) {
                // Closed from our side, or reset from theirs: either way nothing came.
            }
        }
    }
}
