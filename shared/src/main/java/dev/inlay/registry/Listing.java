package dev.inlay.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A list that comes in pages: each names the next in its `Link` header (RFC 8288).
final class Listing {
    private static final int MAX_PAGES = 10_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]{1,4096})>\\s*;\\s*rel=\"?next\"?");

    private final Function<Exchange, HttpResponse<byte[]>> send;
    private final Exchange first;
    private final String field;

    Listing(Function<Exchange, HttpResponse<byte[]>> send, Exchange first, String field) {
        this.send = send;
        this.first = first;
        this.field = field;
    }

    /// The elements of all pages; empty when the registry does not know what was asked for.
    Optional<List<JsonNode>> pages() {
        var all = new ArrayList<JsonNode>();
        var exchange = first;
        for (int page = 0; page < MAX_PAGES; page++) {
            var response = send.apply(exchange);
            if (response.statusCode() == 404) {
                return page == 0 ? Optional.empty() : Optional.of(all);
            }
            if (response.statusCode() != 200) {
                throw Refusal.of(response).because(first.attempted());
            }
            JsonTree.object(response.body(), "a list of " + field).path(field).forEach(all::add);
            var next = next(response);
            if (next.isEmpty()) {
                return Optional.of(all);
            }
            exchange = Exchange.of("GET", next.get(), first.attempted()).upTo(first.limit());
        }
        throw new PermanentFailure(
                "registry-protocol", first.attempted() + ": more than " + MAX_PAGES + " pages");
    }

    private Optional<URI> next(HttpResponse<byte[]> response) {
        return response.headers().allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(link -> first.uri().resolve(link.group(1)))
                .findFirst();
    }
}
