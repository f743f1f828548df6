package dev.inlay.registry;

import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.TestImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// A real registry on a loopback port, with nothing in it.
public final class LocalRegistry implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;
    private final String address;

    private LocalRegistry(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// Starts Debian's and waits until it answers.
    ///
    /// @param directory for its configuration, its log and what is pushed
    public static LocalRegistry start(Path directory) throws IOException, InterruptedException {
        return start(RegistryProgram.DISTRIBUTION_2, directory);
    }

    /// Starts one and waits until it answers.
    ///
    /// @param directory for its configuration, its log and what is pushed
    public static LocalRegistry start(RegistryProgram program, Path directory)
            throws IOException, InterruptedException {
        var address = "127.0.0.1:" + freePort();
        var process =
                new ProcessBuilder(program.command(address, directory))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("registry.log").toFile())
                        .start();
        var registry = new LocalRegistry(process, address);
        registry.awaitStart();
        return registry;
    }

    /// Host and port.
    public String address() {
        return address;
    }

    /// A client of it.
    public Distribution client() {
        return Distribution.of(address, Credentials.anonymous());
    }

    /// Pushes all parts of an image and gives it a tag.
    public static void push(Distribution to, String repository, String tag, TestImage image) {
        pushUntagged(to, repository, image);
        to.tag(repository, tag, image.manifest());
    }

    /// Pushes all parts of an image.
    public static void pushUntagged(Distribution to, String repository, TestImage image) {
        image.layers()
                .forEach(layer -> to.pushBlob(repository, layer.digest(), layer.compressed()));
        to.pushBlob(repository, image.config().digest(), image.config().bytes());
        to.putManifest(
                repository, new Manifest(image.manifest().bytes(), image.manifest().mediaType()));
    }

    /// Deletes a manifest with all its tags.
    public void delete(String repository, Digest digest) {
        var uri = URI.create("http://" + address + "/v2/" + repository + "/manifests/" + digest);
        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(uri).DELETE().build(),
                            HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() != 202) {
                throw new IllegalStateException("deleting " + uri + ": " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("deleting " + uri, e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void awaitStart() throws InterruptedException, IOException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + "/v2/")).build();
        var end = Instant.now().plus(START);
        try (var client = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    client.send(request, HttpResponse.BodyHandlers.discarding());
                    return;
                } catch (IOException e) {
                    if (!process.isAlive() || Instant.now().isAfter(end)) {
                        throw e;
                    }
                    Thread.sleep(20);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
