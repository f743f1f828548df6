package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The logins that `docker login` left: in the file itself, or with a credential helper it names.
/// Read anew each time, for a pipeline may log in again while we run.
public final class DockerConfig implements Credentials {
    private final Path file;

    /// @param file `~/.docker/config.json`; need not exist
    public DockerConfig(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Login> login(String registry) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return DockerLogins.read(Files.readAllBytes(file), file.toString()).login(registry);
        } catch (IOException e) {
            throw new PermanentFailure(
                    "docker-config-unreadable",
                    "reading the logins in " + file + ": " + e.getMessage(),
                    e);
        }
    }

    /// The same document from elsewhere: some build services hand it over in a variable.
    ///
    /// @param name of the variable
    static Optional<Login> login(String registry, String document, String name) {
        return DockerLogins.read(document.getBytes(UTF_8), name).login(registry);
    }
}
