package dev.inlay.local.cli;

import dev.inlay.registry.Distribution;
import dev.inlay.registry.DockerConfig;
import java.nio.file.Path;

/// Registries as this machine's user reaches them.
public final class Registries {
    private Registries() {}

    /// With the login that `docker login` left, if any.
    public static Distribution at(String registry) {
        var home = Path.of(System.getProperty("user.home"));
        return Distribution.of(registry, new DockerConfig(home.resolve(".docker/config.json")));
    }
}
