package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `docker-credential-NAME get`: the host on its input, a login as JSON on its output.
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MAX_ANSWER = 64 * 1024;
    private static final long PATIENCE_SECONDS = 30;

    private final String prefix;

    /// @param prefix of the programs' names
    CredentialHelper(String prefix) {
        this.prefix = prefix;
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

    /// A helper that has nothing says so on its output and exits with 1.
    private static Optional<Login> ask(String program, String registry)
            throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(program, "get")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            try (var input = process.getOutputStream()) {
                input.write(registry.getBytes(UTF_8));
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw failed(
                        program, registry, "no answer within " + PATIENCE_SECONDS + " s", null);
            }
            var answer = process.getInputStream().readNBytes(MAX_ANSWER);
            return process.exitValue() == 0
                    ? Optional.of(read(answer))
                    : nothing(program, registry, new String(answer, UTF_8).strip());
        } finally {
            process.destroyForcibly();
        }
    }

    /// To have none is an answer; to fail is not, and must not look like it.
    private static Optional<Login> nothing(String program, String registry, String said) {
        if (said.contains("not found")) {
            return Optional.empty();
        }
        throw failed(program, registry, said.isEmpty() ? "it failed and said nothing" : said, null);
    }

    private static Login read(byte[] answer) {
        var login = JsonTree.confidential(answer, "the answer of a credential helper");
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
