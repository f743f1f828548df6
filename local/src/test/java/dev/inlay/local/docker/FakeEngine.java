package dev.inlay.local.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A Docker Engine's socket with answers recorded from a real one.
final class FakeEngine implements AutoCloseable {
    final Map<String, String> answers = new ConcurrentHashMap<>();
    private final ServerSocketChannel channel;

    FakeEngine(Path socket) {
        try {
            channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (true) {
            try (var client = channel.accept()) {
                var question = ByteBuffer.allocate(4_096);
                client.read(question);
                var path =
                        new String(question.array(), 0, question.position(), UTF_8)
                                .split(" ", 3)[1];
                var answer = answers.getOrDefault(path, "HTTP/1.0 404 Not Found\r\n\r\n{}");
                client.write(ByteBuffer.wrap(answer.getBytes(UTF_8)));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void answer(String path, String json) {
        answers.put(path, "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + json);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
