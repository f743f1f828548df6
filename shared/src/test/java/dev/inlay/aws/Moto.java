package dev.inlay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// An emulator of AWS that nobody here wrote (moto, of the `python3` in PATH), one for all tests of
/// a JVM: it takes longer to start than most of them take. Each test makes things with names of
/// their own.
///
/// What it lets through although AWS would not is for tests with an [Answers] in its place: limits
/// of size, the expiry of items, tokens of idempotency, failures of `RunTask`.
public final class Moto {
    private static final Pattern LISTENING =
            Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");

    /// What it is asked for first it has to load first, which takes long where much else runs.
    static final Connection.Patience PATIENCE =
            new Connection.Patience(1, Duration.ofMinutes(1), Duration.ofMinutes(2));

    private static final AtomicInteger NAMES = new AtomicInteger();

    private Moto() {}

    /// How to reach it.
    public static Connection connection() {
        return connection(Region.EU_CENTRAL_1, Optional.of(Running.ADDRESS), PATIENCE);
    }

    /// What the SDK of another process finds it by.
    public static Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                Running.ADDRESS.toString(),
                "AWS_REGION",
                Region.EU_CENTRAL_1.id(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test");
    }

    /// To anything that answers as AWS does: one attempt, for its faults repeat.
    public static Connection connection(URI endpoint) {
        return connection(endpoint, 1);
    }

    static Connection connection(URI endpoint, int attempts) {
        return connection(Region.EU_CENTRAL_1, Optional.of(endpoint), patience(attempts));
    }

    /// To AWS itself: for what is decided before anything is sent.
    static Connection connection(Region region) {
        return connection(region, Optional.empty(), patience(1));
    }

    private static Connection.Patience patience(int attempts) {
        return new Connection.Patience(attempts, Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    private static Connection connection(
            Region region, Optional<URI> endpoint, Connection.Patience patience) {
        return new Connection(
                region,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
                endpoint,
                patience);
    }

    /// A name that no other test uses.
    public static String name(String what) {
        return what + "-" + NAMES.incrementAndGet();
    }

    private static final class Running {
        /// One request at a time. Its items have no locks: of two conditional writes to one item
        /// that arrive together it applies both, which DynamoDB never does.
        private static final String SERVER =
                """
                import moto.server
                serve = moto.server.run_simple
                moto.server.run_simple = lambda *where, **how: serve(*where, **{**how, "threaded": False})
                moto.server.main(["-H", "127.0.0.1", "-p", "0"])
                """;

        private static final URI ADDRESS = start();

        private Running() {}

        /// The shell ends it when our end of its input closes, however we ended.
        private static URI start() {
            var command = "python3 -c '" + SERVER + "' & server=$!; cat >/dev/null; kill $server";
            try {
                var process =
                        new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
                var output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                var address = address(output);
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return address;
            } catch (IOException e) {
                throw new IllegalStateException("starting moto", e);
            }
        }

        private static URI address(BufferedReader output) throws IOException {
            var said = new StringBuilder();
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                var found = LISTENING.matcher(line);
                if (found.find()) {
                    return URI.create(found.group(1));
                }
                said.append(line).append('\n');
            }
            throw new IllegalStateException(
                    "moto did not start; ./inlay test contract installs it. It said:\n" + said);
        }
    }
}
