package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The logins that `docker login` left: in the file itself, or with a credential helper it names.
/// Read anew each time, for a pipeline may log in again while we run.
public final class DockerConfig implements Credentials {
    private static final String HUB = "https://index.docker.io/v1/";

    private final Path file;
    private final CredentialHelper helper;

    /// @param file `~/.docker/config.json`; need not exist
    public DockerConfig(Path file) {
        this.file = file;
        this.helper = new CredentialHelper("docker-credential-");
    }

    @Override
    public Optional<Login> login(String registry) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var config = read();
        for (var name : names(registry)) {
            var named = config.path("credHelpers").path(name).asText();
            if (!named.isEmpty()) {
                return helper.login(named, name);
            }
            var login = stored(config.path("auths").path(name));
            if (login.isPresent()) {
                return login;
            }
        }
        var store = config.path("credsStore").asText();
        return store.isEmpty()
                ? Optional.empty()
                : names(registry).stream()
                        .map(name -> helper.login(store, name))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private JsonNode read() {
        try {
            return JsonTree.object(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new PermanentFailure(
                    "docker-config-unreadable",
                    "reading the logins in " + file + ": " + e.getMessage(),
                    e);
        }
    }

    private Optional<Login> stored(JsonNode entry) {
        var identity = entry.path("identitytoken").asText();
        if (!identity.isEmpty()) {
            return Optional.of(Login.identityToken(identity));
        }
        if (entry.path("auth").asText().isEmpty()) {
            return entry.hasNonNull("username")
                    ? Optional.of(
                            new Login(
                                    entry.path("username").asText(),
                                    entry.path("password").asText()))
                    : Optional.empty();
        }
        var pair = decoded(entry.path("auth").asText());
        int colon = pair.indexOf(':');
        if (colon < 1) {
            throw new PermanentFailure(
                    "docker-config-malformed",
                    "reading the logins in " + file + ": an auth is not user:password");
        }
        return Optional.of(new Login(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private String decoded(String auth) {
        try {
            return new String(Base64.getDecoder().decode(auth), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailure(
                    "docker-config-malformed",
                    "reading the logins in " + file + ": an auth is not base64",
                    e);
        }
    }

    private static List<String> names(String registry) {
        return registry.equals("docker.io")
                ? List.of(HUB, registry, "index.docker.io")
                : List.of(registry, "https://" + registry, "http://" + registry);
    }
}
