package dev.inlay.registry;

import java.util.List;
import java.util.Optional;

/// Where the login for a registry comes from. Asked again when a registry no longer takes what it
/// gave, for tokens expire.
@FunctionalInterface
public interface Credentials {
    /// The login now; empty to stay anonymous.
    ///
    /// @param registry as in image references
    Optional<Login> login(String registry);

    /// The first of these that has one.
    static Credentials firstOf(Credentials... sources) {
        var all = List.of(sources);
        return registry ->
                all.stream()
                        .map(source -> source.login(registry))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /// Nobody anywhere.
    static Credentials anonymous() {
        return _ -> Optional.empty();
    }
}
