package dev.inlay.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A function as Lambda runs it: a process of its own with the real runtime interface client, whose
/// handler was made by its public constructor from the environment alone, snapshotted and restored.
public final class Lambda implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 120;

    /// Of the runtime interface client: where it finds who registered for snapshots.
    private static final String CRAC = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

    private final RuntimeApi api = new RuntimeApi();
    private final List<String> said = new ArrayList<>();
    private final Process process;

    private Lambda(String classPath, String handler, Map<String, String> environment) {
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                CRAC,
                                "-cp",
                                classPath,
                                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                                handler)
                        .redirectErrorStream(true);
        builder.environment()
                .putAll(
                        Map.of(
                                "AWS_LAMBDA_RUNTIME_API", api.address(),
                                "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                                "AWS_LAMBDA_FUNCTION_NAME", "inlay",
                                "AWS_LAMBDA_FUNCTION_VERSION", "1",
                                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                                "AWS_LAMBDA_LOG_GROUP_NAME", "group",
                                "AWS_LAMBDA_LOG_STREAM_NAME", "stream",
                                "_HANDLER", handler));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
        var _ =
                process.onExit()
                        .thenAccept(ended -> {
                            if (ended.exitValue() != 143) {
                                api.failed("it ended with " + ended.exitValue() + ": " + log());
                            }
                        });
    }

    /// With the class path of this process; returns when the snapshot was taken.
    public static Lambda start(String handler, Map<String, String> environment) {
        return start(System.getProperty("java.class.path"), handler, environment);
    }

    /// With another class path: that of a packed function.
    public static Lambda start(String classPath, String handler, Map<String, String> environment) {
        var lambda = new Lambda(classPath, handler, environment);
        try {
            lambda.get(lambda.api.restored());
            return lambda;
        } catch (RuntimeException e) {
            lambda.close();
            throw e;
        }
    }

    /// The handler's answer to an event.
    public JsonNode invoke(JsonNode event) {
        try {
            return JSON.readTree(get(api.invoke(event.toString())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer is no JSON", e);
        }
    }

    /// Everything it printed so far.
    public String log() {
        synchronized (said) {
            return String.join("\n", said);
        }
    }

    private String get(CompletableFuture<String> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e + "; it said:\n" + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (said) {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            // It ended.
        }
    }

    @Override
    public void close() {
        process.destroy();
        api.close();
    }
}
