package dev.inlay.registry;

import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/// A client that comes back as often as any, and at once.
public final class HastyClient {
    private HastyClient() {}

    /// A client of one registry.
    ///
    /// @param deadline for one exchange, with its body
    public static Distribution of(String address, Credentials credentials, Duration deadline) {
        return new Distribution(
                RegistryHttp.within(deadline, Clock.systemUTC()),
                Endpoint.of(address),
                credentials,
                new Retry(_ -> {}, new Random(1)),
                PutQuota.unlimited());
    }
}
