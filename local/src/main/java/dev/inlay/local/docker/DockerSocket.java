package dev.inlay.local.docker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the Docker Engine's API through its socket. The JDK's HTTP client speaks no Unix sockets;
/// HTTP/1.0 needs none: one question, one answer until the end of the stream.
final class DockerSocket {
    /// Far beyond what ten thousand containers take.
    private static final int MAX_ANSWER = 64 * 1_024 * 1_024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path socket;

    DockerSocket(Path socket) {
        this.socket = socket;
    }

    /// Whether this process may ask at all.
    boolean isReadable() {
        return Files.isReadable(socket) && Files.isWritable(socket);
    }

    /// The answer to a question; empty when there is no such thing.
    Optional<JsonNode> get(String path) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            var request = "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n";
            var bytes = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return answer(path, Channels.newInputStream(channel));
        } catch (IOException e) {
            throw failed(path, e.toString(), e);
        }
    }

    private Optional<JsonNode> answer(String path, InputStream from) throws IOException {
        var all = from.readNBytes(MAX_ANSWER);
        int end = endOfHead(all);
        var status = new String(all, 0, Math.min(all.length, 64), ISO_8859_1).split(" ", 3);
        if (end < 0 || status.length < 2 || !status[1].matches("[0-9]{3}")) {
            throw failed(path, "it answered something else than HTTP", null);
        }
        return switch (status[1]) {
            case "200" -> Optional.of(JSON.readTree(all, end, all.length - end));
            case "404" -> Optional.empty();
            default -> throw failed(path, "it answered " + status[1], null);
        };
    }

    private static int endOfHead(byte[] all) {
        for (int i = 3; i < all.length; i++) {
            if (all[i] == '\n' && all[i - 1] == '\r' && all[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private TransientFailure failed(String path, String because, @Nullable Throwable cause) {
        var message =
                "asking the Docker Engine at %s for %s: %s; is it running, and does this user reach it?"
                        .formatted(socket, path, because);
        return cause == null
                ? new TransientFailure("docker", message)
                : new TransientFailure("docker", message, cause);
    }
}
