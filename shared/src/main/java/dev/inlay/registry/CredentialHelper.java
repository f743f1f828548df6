package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `docker-credential-NAME get`: the host on its input, a login as JSON on its output.
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// What a helper wrote is in the pipe when it has ended; this is for the reader to get at it.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final String prefix;
    private final Duration patience;

    /// @param prefix of the programs' names
    CredentialHelper(String prefix) {
        this(prefix, PATIENCE);
    }

    /// @param patience with each of them
    CredentialHelper(String prefix, Duration patience) {
        this.prefix = prefix;
        this.patience = patience;
    }

    Optional<Login> login(String name, String registry) {
        if (!NAME.matcher(name).matches()) {
            throw failed(name, registry, "that is no name of a helper", null);
        }
        try {
            return ask(prefix + name, registry);
        } catch (IOException e) {
            throw failed(name, registry, "it could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(name, registry, "interrupted", e);
        }
    }

    /// A helper that has nothing says so on its output and exits with 1. Its output is read beside
    /// waiting for it, and only what it said until it ended counts: what it leaves running may keep
    /// that open for ever.
    private Optional<Login> ask(String program, String registry)
            throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(program, "get")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            var answer = new Answer(process.getInputStream());
            var reader = Thread.ofVirtual().start(answer);
            tell(process, registry);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw late(program, registry);
            }
            var closed = reader.join(LAST_WORDS);
            var said = answer.soFar();
            if (process.exitValue() != 0) {
                return nothing(program, registry, new String(said, UTF_8).strip());
            }
            if (!closed && said.length == 0) {
                throw late(program, registry);
            }
            return Optional.of(read(said, program, registry))
                    .filter(login -> !login.secret().isEmpty());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// One that knows without being told the host need not read it.
    private static void tell(Process process, String registry) {
        try (var input = process.getOutputStream()) {
            input.write(registry.getBytes(UTF_8));
        } catch (IOException notRead) {
            // Whether it has an answer all the same is what counts.
        }
    }

    private PermanentFailure late(String program, String registry) {
        return failed(
                program,
                registry,
                "no complete answer within "
                        + patience.toSeconds()
                        + " s; it may be waiting for somebody to unlock it, or have left a program running",
                null);
    }

    /// To have none is an answer; to fail is not, and must not look like it.
    private static Optional<Login> nothing(String program, String registry, String said) {
        if (said.contains("not found")) {
            return Optional.empty();
        }
        throw failed(program, registry, said.isEmpty() ? "it failed and said nothing" : said, null);
    }

    private static Login read(byte[] answer, String program, String registry) {
        var login =
                JsonTree.confidential(
                        answer, "the answer of credential helper " + program + " for " + registry);
        return new Login(login.path("Username").asText(), login.path("Secret").asText());
    }

    private static PermanentFailure failed(
            String helper, String registry, String because, @Nullable Exception cause) {
        return new PermanentFailure(
                "credential-helper",
                "asking credential helper "
                        + helper
                        + " for the login of "
                        + registry
                        + ": "
                        + because,
                cause);
    }
}
