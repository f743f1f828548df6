package dev.inlay.registry;

import dev.inlay.failure.PermanentFailure;
import java.net.URI;
import java.net.http.HttpResponse;

/// Where an answer sends us.
final class Location {
    private Location() {}

    /// The `Location` of an answer, absolute. From TLS never into the clear: a registry behind a
    /// proxy often forgets that it is, so its own host is corrected and any other refused.
    static URI of(HttpResponse<byte[]> response, String attempted) {
        var from = response.uri();
        var text =
                response.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> bad(attempted, "without a Location"));
        URI to;
        try {
            to = from.resolve(URI.create(text));
        } catch (IllegalArgumentException e) {
            throw bad(attempted, "with a Location that is no URL");
        }
        if (to.getHost() == null
                || !("http".equals(to.getScheme()) || "https".equals(to.getScheme()))) {
            throw bad(attempted, "with a Location that is not on the web");
        }
        if (!"https".equals(from.getScheme()) || "https".equals(to.getScheme())) {
            return to;
        }
        if (!from.getAuthority().equalsIgnoreCase(to.getAuthority())) {
            throw bad(attempted, "with a Location on " + to.getHost() + " without TLS");
        }
        return URI.create("https" + to.toString().substring("http".length()));
    }

    static boolean sameAuthority(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getAuthority().equalsIgnoreCase(other.getAuthority());
    }

    private static PermanentFailure bad(String attempted, String what) {
        return new PermanentFailure(
                "registry-protocol", attempted + ": the registry sent us on " + what);
    }
}
