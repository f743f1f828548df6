package dev.inlay.local.cli;

import dev.inlay.registry.Credentials;
import dev.inlay.registry.DockerConfig;
import dev.inlay.registry.EnvironmentCredentials;
import java.nio.file.Path;
import java.util.Map;

/// Where the logins of this machine's user are: what a build service put into the environment
/// first, then what `docker login` left.
final class CredentialsWiring {
    private CredentialsWiring() {}

    static Credentials ofThisUser() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /// @param environment `DOCKER_CONFIG` names another folder than `.docker` in the home
    static Credentials of(Map<String, String> environment, Path home) {
        var folder = environment.getOrDefault("DOCKER_CONFIG", "");
        var docker = folder.isEmpty() ? home.resolve(".docker") : Path.of(folder);
        return Credentials.firstOf(
                new EnvironmentCredentials(environment),
                new DockerConfig(docker.resolve("config.json")));
    }
}
