package dev.inlay.local;

import dev.inlay.failure.PermanentFailure;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What `inlay up` was told.
///
/// @param data directory of the store and the secrets
/// @param port on every address; 0 for a free one
/// @param listen addresses besides loopback
/// @param endpoint where sensors reach this control plane, when it is not one of those
/// @param registry the one that is watched: `host:port`
/// @param webhooks where alerts are posted
/// @param sweep how often the registry is compared with the catalog
/// @param docker socket of the engine that is asked what runs; none needs to be there
public record UpSettings(
        Path data,
        int port,
        List<String> listen,
        Optional<URI> endpoint,
        String registry,
        List<URI> webhooks,
        Duration sweep,
        Path docker) {
    private static final String LOOPBACK = "127.0.0.1";

    public UpSettings {
        listen = List.copyOf(listen);
        webhooks = List.copyOf(webhooks);
        if (endpoint.isEmpty() && listen.stream().anyMatch(UpSettings::isEvery)) {
            throw new PermanentFailure(
                    "endpoint-unknown",
                    "listening on every address: sensors have to be told one; say which with --endpoint http://ADDRESS:"
                            + port);
        }
    }

    /// Where sensors are told to report. A container does not reach the machine's loopback, so an
    /// address beyond it is preferred.
    ///
    /// @param bound the port that was really bound
    URI endpoint(int bound) {
        if (endpoint.isPresent()) {
            return endpoint.get();
        }
        var host = listen.stream().findFirst().orElse(LOOPBACK);
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound);
    }

    /// What to bind first: loopback, or every address when that was asked for.
    InetSocketAddress first() {
        var every = listen.stream().filter(UpSettings::isEvery).findFirst();
        return new InetSocketAddress(every.orElse(LOOPBACK), port);
    }

    /// What to bind besides.
    ///
    /// @param bound the port that was really bound
    List<InetSocketAddress> others(int bound) {
        return listen.stream().anyMatch(UpSettings::isEvery)
                ? List.of()
                : listen.stream()
                        .filter(host -> !host.equals(LOOPBACK) && !host.equals("localhost"))
                        .map(host -> new InetSocketAddress(host, bound))
                        .toList();
    }

    private static boolean isEvery(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }
}
