package dev.inlay.registry;

import dev.inlay.failure.TransientFailure;
import java.util.function.Supplier;

/// Puts manifests no faster than our share allows, and tells the others when the registry turns one
/// away.
final class Puts {
    private final PutQuota quota;
    private final Retry retry;
    private final String attempted;

    Puts(PutQuota quota, Retry retry, String attempted) {
        this.quota = quota;
        this.retry = retry;
        this.attempted = attempted;
    }

    <T> Attempt<T> one(Supplier<Attempt<T>> put) {
        retry.pause(quota.take().orElseThrow(this::full));
        var attempt = put.get();
        if (attempt instanceof Attempt.Again<T>(var because, _)
                && because.code().equals(RegistryHttp.THROTTLED)) {
            quota.turnedAway();
        }
        return attempt;
    }

    private TransientFailure full() {
        return new TransientFailure(
                RegistryHttp.THROTTLED,
                attempted
                        + ": our share of the registry's quota is used up for more than "
                        + PutQuota.PATIENCE
                        + "; it is tried again later, and the setting puts-per-second raises the share");
    }
}
