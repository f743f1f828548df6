package dev.inlay.registry;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request, and what is needed to say what it was for.
final class Exchange {
    /// What an answer without content of its own may be: errors, tokens.
    static final int SMALL = 256 * 1024;

    private final String method;
    private final URI uri;
    private final String attempted;
    private final Map<String, String> headers;
    private final byte[] body;
    private final int limit;

    private Exchange(
            String method,
            URI uri,
            String attempted,
            Map<String, String> headers,
            byte[] body,
            int limit) {
        this.method = method;
        this.uri = uri;
        this.attempted = attempted;
        this.headers = headers;
        this.body = body;
        this.limit = limit;
    }

    /// @param attempted begins every message about it: `reading manifest 1.4 of shop/web`
    static Exchange of(String method, URI uri, String attempted) {
        return new Exchange(method, uri, attempted, Map.of(), new byte[0], SMALL);
    }

    Exchange with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Exchange(method, uri, attempted, more, body, limit);
    }

    Exchange sending(byte[] content, String mediaType) {
        return new Exchange(method, uri, attempted, headers, content, limit)
                .with("Content-Type", mediaType);
    }

    /// @param bytes the largest answer that is read
    Exchange upTo(int bytes) {
        return new Exchange(method, uri, attempted, headers, body, bytes);
    }

    URI uri() {
        return uri;
    }

    String attempted() {
        return attempted;
    }

    int limit() {
        return limit;
    }

    boolean isRead() {
        return method.equals("GET") || method.equals("HEAD");
    }

    HttpRequest.Builder request(URI to) {
        var request = HttpRequest.newBuilder(to);
        headers.forEach(request::header);
        return request.method(method, publisher());
    }

    private HttpRequest.BodyPublisher publisher() {
        return isRead() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    }
}
