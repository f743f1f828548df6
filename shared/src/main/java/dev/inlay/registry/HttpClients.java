package dev.inlay.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Clients that keep their connections, each made when it is first needed: the one that speaks TLS
/// reads the certificates of all authorities, and that takes as long as all requests to a registry
/// on this machine.
final class HttpClients {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Map<Boolean, HttpClient> byEncryption = new ConcurrentHashMap<>();

    /// The one for this address.
    HttpClient to(URI uri) {
        return byEncryption.computeIfAbsent(
                !uri.getScheme().equalsIgnoreCase("http"), HttpClients::made);
    }

    private static HttpClient made(boolean encrypted) {
        var builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT);
        return (encrypted ? builder : builder.sslContext(NoTls.context())).build();
    }
}
