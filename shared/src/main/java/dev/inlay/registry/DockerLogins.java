package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Docker's `config.json`, as far as it is about logins: a helper for one registry, what is stored
/// for it, a helper for all.
final class DockerLogins {
    private static final String HUB = "https://index.docker.io/v1/";

    private final JsonNode config;
    private final String file;
    private final CredentialHelper helper = new CredentialHelper("docker-credential-");

    private DockerLogins(JsonNode config, String file) {
        this.config = config;
        this.file = file;
    }

    /// @param file names the document in failures, which quote nothing of it
    static DockerLogins read(byte[] document, String file) {
        return new DockerLogins(JsonTree.confidential(document, file), file);
    }

    Optional<Login> login(String registry) {
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
        var written = writtenOtherwise(registry);
        if (written.isPresent()) {
            return written;
        }
        var store = config.path("credsStore").asText();
        return store.isEmpty()
                ? Optional.empty()
                : names(registry).stream()
                        .map(name -> helper.login(store, name))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /// Older clients, and people, write an address in the place of the host: what follows the host
    /// does not count (docker/cli, `ConvertToHostname`).
    private Optional<Login> writtenOtherwise(String registry) {
        return config.path("auths")
                .propertyStream()
                .filter(entry -> host(entry.getKey()).equals(registry))
                .map(entry -> stored(entry.getValue()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String host(String address) {
        var name = address.replaceFirst("^https?://", "");
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
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
