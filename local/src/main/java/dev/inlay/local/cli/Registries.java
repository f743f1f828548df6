package dev.inlay.local.cli;

import dev.inlay.registry.Distribution;
import dev.inlay.registry.OwnPutQuota;
import dev.inlay.registry.PutQuota;
import dev.inlay.registry.PutRate;
import java.time.InstantSource;
import java.util.Optional;

/// Registries as this machine's user reaches them.
public final class Registries {
    private Registries() {}

    /// With this user's login, if any, and what the registry allows.
    public static Distribution at(String registry) {
        return at(registry, Optional.empty());
    }

    /// As above.
    ///
    /// @param rate instead of the registry's usual one
    static Distribution at(String registry, Optional<PutRate> rate) {
        var quota =
                rate.<PutQuota>map(wanted -> new OwnPutQuota(wanted, InstantSource.system()))
                        .orElseGet(() -> PutQuota.usual(registry));
        return Distribution.of(registry, CredentialsWiring.ofThisUser(), quota);
    }
}
