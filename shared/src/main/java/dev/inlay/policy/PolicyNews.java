package dev.inlay.policy;

import dev.inlay.behaviour.Domain;
import java.util.Set;

/// Where changes of policies are told: a log, EventBridge.
@FunctionalInterface
public interface PolicyNews {
    /// A version was published.
    ///
    /// @param settled domains that stopped learning with it
    void published(Policy policy, Set<Domain> settled);

    /// Tells nobody.
    static PolicyNews none() {
        return (_, _) -> {};
    }
}
