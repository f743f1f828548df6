package dev.inlay.local;

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
public record UpSettings(
        Path data,
        int port,
        List<String> listen,
        Optional<URI> endpoint,
        String registry,
        List<URI> webhooks,
        Duration sweep) {
    public UpSettings {
        listen = List.copyOf(listen);
        webhooks = List.copyOf(webhooks);
    }

    /// Where sensors are told to report. A container does not reach the machine's loopback, so an
    /// address beyond it is preferred.
    ///
    /// @param bound the port that was really bound
    URI endpoint(int bound) {
        var host = listen.stream().findFirst().orElse("127.0.0.1");
        var inUrl = host.contains(":") ? "[" + host + "]" : host;
        return endpoint.orElseGet(() -> URI.create("http://" + inUrl + ":" + bound));
    }

    List<InetSocketAddress> addresses(int bound) {
        return listen.stream().map(host -> new InetSocketAddress(host, bound)).toList();
    }
}
