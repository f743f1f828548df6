package dev.inlay.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.policy.TestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A real sensor as a process, with settings as they are baked into an image.
final class RunningSensor implements AutoCloseable {
    private final Process process;

    private RunningSensor(Process process) {
        this.process = process;
    }

    /// @param report puts into the configuration how it reports
    static RunningSensor start(
            Path folder, String image, TestSigner signer, Agent agent, Consumer<ObjectNode> report)
            throws IOException {
        var config =
                Json.object()
                        .put("version", 1)
                        .put("image", image)
                        .put("source", "shop/web:1.0")
                        .put("platform", "linux/amd64");
        report.accept(config);
        config.putArray("keys")
                .addObject()
                .put("id", signer.keyId())
                .put(
                        "publicKey",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(signer.publicKey()));
        config.putObject("intervals").put("learning", 1).put("steady", 1).put("policy", 1);
        Files.writeString(folder.resolve("config.json"), Json.write(config));
        var builder =
                new ProcessBuilder(
                        program(),
                        "--settings",
                        folder.toString(),
                        "--",
                        "/bin/sh",
                        "-c",
                        "while read -r word; do /bin/true; done");
        builder.environment()
                .put("AWS_CONTAINER_CREDENTIALS_FULL_URI", agent.address() + "/credentials");
        builder.environment().put("AWS_CONTAINER_AUTHORIZATION_TOKEN", Agent.TOKEN);
        return new RunningSensor(
                builder.redirectOutput(folder.resolve("output").toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    private static String program() {
        return System.getProperty(
                "inlay.sensor",
                Home.directory()
                        .resolve("sensor/target/x86_64-unknown-linux-gnu/release/sensor")
                        .toString());
    }

    /// Has the application do something that is seen.
    void startAProgram() throws IOException {
        var input = process.getOutputStream();
        input.write('\n');
        input.flush();
    }

    /// The application's input ends, and with it the application.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
