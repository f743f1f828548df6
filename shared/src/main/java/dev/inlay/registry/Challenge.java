package dev.inlay.registry;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a registry asks for when it answers 401 (RFC 9110 §11.6.1).
sealed interface Challenge {
    /// User and password with each request.
    record Basic() implements Challenge {}

    /// A token from a service of its own.
    ///
    /// @param parameters `realm`, `service`, `scope`
    record Bearer(Map<String, String> parameters) implements Challenge {}

    /// ECR does not challenge when a token has ended: it refuses, with these words.
    String ENDED = "authorization token has expired";

    /// Whether an answer asks for credentials, or for others than those it got.
    static boolean isIn(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return status == 401 || ((status == 400 || status == 403) && hasEnded(response));
    }

    /// What such an answer asks for.
    static Optional<Challenge> in(HttpResponse<byte[]> response) {
        return response.statusCode() == 401
                ? among(response.headers().allValues("WWW-Authenticate"))
                : Optional.of(new Basic());
    }

    private static boolean hasEnded(HttpResponse<byte[]> response) {
        return Refusal.of(response).message().toLowerCase(Locale.ROOT).contains(ENDED);
    }

    /// The strongest one we can answer; empty when none is understood.
    static Optional<Challenge> among(List<String> headers) {
        var bearer =
                headers.stream()
                        .filter(header -> begins(header, "bearer"))
                        .<Challenge>map(header -> new Bearer(Parameters.of(header)))
                        .findFirst();
        return bearer.or(() ->
                headers.stream()
                        .filter(header -> begins(header, "basic"))
                        .<Challenge>map(_ -> new Basic())
                        .findFirst());
    }

    private static boolean begins(String header, String scheme) {
        return header.toLowerCase(Locale.ROOT).startsWith(scheme);
    }

    /// `key="value"` pairs; values may contain commas.
    final class Parameters {
        private static final Pattern PAIR =
                Pattern.compile("([A-Za-z_]{1,32})=(?:\"([^\"]{0,2048})\"|([^\",\\s]{1,2048}))");

        private Parameters() {}

        static Map<String, String> of(String header) {
            var parameters = new HashMap<String, String>();
            var pair = PAIR.matcher(header);
            while (pair.find()) {
                var value = pair.group(2) == null ? pair.group(3) : pair.group(2);
                parameters.put(pair.group(1).toLowerCase(Locale.ROOT), value);
            }
            return Map.copyOf(parameters);
        }
    }
}
