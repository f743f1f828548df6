package dev.inlay.registry;

import java.util.Optional;

/// Where the login for a registry comes from. Asked again when a registry no longer takes what it
/// gave, for tokens expire.
@FunctionalInterface
public interface Credentials {
    /// The login now; empty to stay anonymous.
    ///
    /// @param registry as in image references
    Optional<Login> login(String registry);

    /// Nobody anywhere.
    static Credentials anonymous() {
        return _ -> Optional.empty();
    }
}
