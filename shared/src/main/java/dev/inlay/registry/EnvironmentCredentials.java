package dev.inlay.registry;

import dev.inlay.failure.PermanentFailure;
import java.util.Map;
import java.util.Optional;

/// The login that a build service gives a step: `INLAY_REGISTRY_USER` and
/// `INLAY_REGISTRY_PASSWORD`, for the registry in `INLAY_REGISTRY` or, without one, for the one
/// that is worked on; or a whole document of Docker's in `DOCKER_AUTH_CONFIG`.
public final class EnvironmentCredentials implements Credentials {
    private static final String REGISTRY = "INLAY_REGISTRY";
    private static final String USER = "INLAY_REGISTRY_USER";
    private static final String PASSWORD = "INLAY_REGISTRY_PASSWORD";
    private static final String DOCUMENT = "DOCKER_AUTH_CONFIG";

    private final Map<String, String> environment;

    /// @param environment of the process
    public EnvironmentCredentials(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Optional<Login> login(String registry) {
        return own(registry)
                .or(() ->
                        said(DOCUMENT)
                                .flatMap(text -> DockerConfig.login(registry, text, DOCUMENT)));
    }

    private Optional<Login> own(String registry) {
        var user = said(USER);
        var password = said(PASSWORD);
        if (user.isPresent() != password.isPresent()) {
            throw new PermanentFailure(
                    "credentials-incomplete",
                    "looking for the login of "
                            + registry
                            + " in the environment: only one of "
                            + USER
                            + " and "
                            + PASSWORD
                            + " is set; set both or neither");
        }
        boolean meant = said(REGISTRY).map(registry::equals).orElse(true);
        return meant ? user.map(name -> new Login(name, password.orElseThrow())) : Optional.empty();
    }

    private Optional<String> said(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }
}
