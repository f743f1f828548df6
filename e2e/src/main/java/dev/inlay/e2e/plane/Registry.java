package dev.inlay.e2e.plane;

import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Child;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Scene;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Debian's `docker-registry` on loopback, which tells a control plane of every push.
///
/// @param port where it listens
public record Registry(int port) {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String MANIFESTS = String.join(",", MediaType.MANIFESTS);

    /// Starts one with an empty store.
    ///
    /// @param notified where to post notifications
    public static Registry start(Scene scene, int port, URI notified) {
        Path settings = scene.file("registry.yml");
        try {
            Files.createDirectories(scene.file("registry"));
            Files.writeString(settings, settings(scene.file("registry"), port, notified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Child process =
                Command.of("docker-registry", "serve", settings.toString())
                        .start(scene.file("registry.log"));
        scene.atTheEnd(process.stopTyped(), process::close);
        Await.until("the registry to answer on port " + port, START, () -> answers(port));
        return new Registry(port);
    }

    /// `127.0.0.1:5000`, as references begin.
    public String host() {
        return "127.0.0.1:" + port;
    }

    /// The digest a tag has now, asked from the registry itself.
    public String digest(String repository, String tag) {
        return manifest(repository, tag)
                .headers()
                .firstValue("Docker-Content-Digest")
                .orElse("none");
    }

    /// A manifest as it is stored.
    public HttpResponse<String> manifest(String repository, String reference) {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://%s/v2/%s/manifests/%s"
                                                .formatted(host(), repository, reference)))
                        .header("Accept", MANIFESTS)
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new PermanentFailure(
                    "registry-unreachable",
                    "asked for " + request.uri() + ": " + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PermanentFailure("interrupted", "interrupted while asking the registry", e);
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String settings(Path store, int port, URI notified) {
        return """
        version: 0.1
        log: {level: warn, accesslog: {disabled: true}}
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
        http: {addr: "127.0.0.1:%d"}
        validation: {manifests: {urls: {allow: ["^http://127[.]0[.]0[.]1:"]}}}
        notifications:
          endpoints:
            - {name: inlay, url: "%s", timeout: 5s, threshold: 3, backoff: 1s}
        """
                .formatted(store, port, notified);
    }
}
