package dev.inlay.registry;

import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a registry listens, and whether in the clear. Plain HTTP is for the machine itself, for
/// private addresses written as numbers with a port, and for hosts that were named for it; all
/// others speak TLS.
///
/// @param registry as in image references
/// @param base scheme and authority
/// @param trusted whether credentials may be sent there: over TLS, to the machine itself, or where
///   plain HTTP was asked for by name
public record Endpoint(String registry, URI base, boolean trusted) {
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]+)?");
    private static final Pattern PRIVATE =
            Pattern.compile(
                    "(?:10(?:\\.[0-9]{1,3}){3}|192\\.168(?:\\.[0-9]{1,3}){2}"
                            + "|172\\.(?:1[6-9]|2[0-9]|3[01])(?:\\.[0-9]{1,3}){2}):(?!443$)[0-9]+");

    /// By the rules, and by what was named.
    ///
    /// @param plain hosts (with port) that were named for plain HTTP
    public static Endpoint of(String registry, Set<String> plain) {
        boolean clear = plain.contains(registry) || LOOPBACK.matcher(registry).matches();
        var scheme = clear || PRIVATE.matcher(registry).matches() ? "http" : "https";
        return new Endpoint(
                registry,
                URI.create(scheme + "://" + host(registry)),
                clear || scheme.equals("https"));
    }

    /// By the rules alone.
    public static Endpoint of(String registry) {
        return of(registry, Set.of());
    }

    URI resolve(String path) {
        return URI.create(base + path);
    }

    boolean isAuthorityOf(URI uri) {
        return base.getScheme().equals(uri.getScheme())
                && base.getAuthority().equalsIgnoreCase(uri.getAuthority());
    }

    private static String host(String registry) {
        return registry.equals("docker.io") ? "registry-1.docker.io" : registry;
    }
}
