package dev.inlay.registry;

import dev.inlay.failure.PermanentFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The proxies that a company or a build service names in the environment, read as other command
/// line tools read them (golang.org/x/net/http/httpproxy): `HTTPS_PROXY`, `HTTP_PROXY`, and
/// `NO_PROXY` for what is reached without. The machine itself always is.
public final class EnvironmentProxies extends ProxySelector {
    private static final int DEFAULT_PORT = 80;

    private final Optional<Proxy> encrypted;
    private final Optional<Proxy> clear;
    private final NoProxy without;

    private EnvironmentProxies(Optional<Proxy> encrypted, Optional<Proxy> clear, NoProxy without) {
        this.encrypted = encrypted;
        this.clear = clear;
        this.without = without;
    }

    /// Empty when none is named; a `PermanentFailure` when one cannot be understood.
    ///
    /// @param environment names in capitals count before others
    public static Optional<EnvironmentProxies> of(Map<String, String> environment) {
        var encrypted = proxy(environment, "HTTPS_PROXY");
        var clear = proxy(environment, "HTTP_PROXY");
        return encrypted.isEmpty() && clear.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new EnvironmentProxies(
                                encrypted,
                                clear,
                                NoProxy.parse(said(environment, "NO_PROXY").orElse(""))));
    }

    private static Optional<String> said(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .or(() -> Optional.ofNullable(environment.get(name.toLowerCase(Locale.ROOT))))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<Proxy> proxy(Map<String, String> environment, String name) {
        return said(environment, name).map(text -> parse(text, name));
    }

    private static Proxy parse(String text, String name) {
        URI address;
        try {
            address = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            throw refused(name, "it is no address");
        }
        if (!"http".equals(address.getScheme()) || address.getHost() == null) {
            throw refused(name, "it is no address of the form http://host:port");
        }
        if (address.getUserInfo() != null) {
            throw refused(name, "it has a login, which is not supported");
        }
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        return new Proxy(
                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
    }

    /// It is not quoted: some proxies have a password in their address.
    private static PermanentFailure refused(String name, String because) {
        return new PermanentFailure(
                "proxy-malformed",
                "reading the proxy in the environment's " + name + ": " + because);
    }

    @Override
    public List<Proxy> select(URI uri) {
        var proxy = "https".equalsIgnoreCase(uri.getScheme()) ? encrypted : clear;
        return List.of(proxy.filter(_ -> !without.includes(uri)).orElse(Proxy.NO_PROXY));
    }

    /// There is no other one to turn to.
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException because) {}
}
