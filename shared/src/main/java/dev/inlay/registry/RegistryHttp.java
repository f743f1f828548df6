package dev.inlay.registry;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// HTTP as registries need it. HTTP/1.1, for that is what all of them speak well; every exchange
/// has a deadline that covers its body; answers are read up to a limit; redirects are followed by
/// hand, because credentials must not travel to the host that stores the blobs.
public final class RegistryHttp {
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    static final String THROTTLED = "registry-throttled";

    private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final HttpClients clients = new HttpClients();
    private final InstantSource clock;
    private final Duration deadline;

    private RegistryHttp(InstantSource clock, Duration deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    /// One for the whole process: it keeps connections.
    ///
    /// @param deadline for one exchange, with its body
    public static RegistryHttp within(Duration deadline, InstantSource clock) {
        return new RegistryHttp(clock, deadline);
    }

    /// With a minute for each exchange.
    public static RegistryHttp standard() {
        return within(Duration.ofMinutes(1), InstantSource.system());
    }

    InstantSource clock() {
        return clock;
    }

    /// One exchange, with the redirects it takes.
    Attempt<HttpResponse<byte[]>> once(Exchange exchange, Optional<String> authorization) {
        var uri = exchange.uri();
        var credentials = authorization;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            var attempt = send(exchange, uri, credentials);
            if (!(attempt instanceof Attempt.Got<HttpResponse<byte[]>>(var response))
                    || !isRedirect(exchange, response)) {
                return attempt;
            }
            var next = Location.of(response, exchange.attempted());
            if (!Location.sameAuthority(uri, next)) {
                credentials = Optional.empty();
            }
            uri = next;
        }
        throw new PermanentFailure(
                "registry-redirects",
                exchange.attempted()
                        + ": more than "
                        + MAX_REDIRECTS
                        + " redirects, the last to "
                        + uri.getHost());
    }

    private Attempt<HttpResponse<byte[]>> send(
            Exchange exchange, URI uri, Optional<String> authorization) {
        var request = exchange.request(uri).timeout(deadline);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return answer(exchange, uri, request.build())
                .then(response ->
                        BUSY.contains(response.statusCode())
                                ? busy(exchange, response)
                                : new Attempt.Got<>(response));
    }

    private Attempt<HttpResponse<byte[]>> answer(Exchange exchange, URI uri, HttpRequest request) {
        var pending =
                clients.to(uri)
                        .sendAsync(
                                request,
                                BodyHandlers.limiting(
                                        BodyHandlers.ofByteArray(), exchange.limit()));
        try {
            return new Attempt.Got<>(pending.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new TransientFailure("interrupted", exchange.attempted() + ": interrupted", e);
        } catch (TimeoutException e) {
            pending.cancel(true);
            return again(
                    exchange,
                    "no complete answer from " + uri.getAuthority() + " within " + deadline,
                    e);
        } catch (ExecutionException e) {
            return broken(exchange, uri, e);
        }
    }

    private static Attempt<HttpResponse<byte[]>> broken(
            Exchange exchange, URI uri, ExecutionException e) {
        var cause = e.getCause();
        var said = said(cause == null ? e : cause);
        if (said.contains("exceeds capacity")) {
            throw new PermanentFailure(
                    "registry-answer-too-large",
                    exchange.attempted()
                            + ": the answer is larger than "
                            + exchange.limit()
                            + " bytes",
                    e);
        }
        if (cause instanceof IOException) {
            return again(
                    exchange, "the connection to " + uri.getAuthority() + " failed: " + said, e);
        }
        throw new PermanentFailure("registry-protocol", exchange.attempted() + ": " + said, e);
    }

    /// The JDK has no words for the commonest of them.
    private static String said(Throwable cause) {
        if (cause.getMessage() != null) {
            return cause.getMessage();
        }
        return cause instanceof ConnectException
                ? "nobody listens there"
                : cause.getClass().getSimpleName();
    }

    private Attempt<HttpResponse<byte[]>> busy(Exchange exchange, HttpResponse<byte[]> response) {
        var said =
                "the registry answered " + Refusal.of(response) + "; it is busy, try again later";
        var code = response.statusCode() == 429 ? THROTTLED : "registry-unavailable";
        return new Attempt.Again<>(
                new TransientFailure(code, exchange.attempted() + ": " + said),
                RetryAfter.of(response, clock.instant()));
    }

    private static Attempt<HttpResponse<byte[]>> again(
            Exchange exchange, String said, Exception cause) {
        return new Attempt.Again<>(
                new TransientFailure(
                        "registry-unreachable",
                        exchange.attempted() + ": " + said + "; check that it is up and reachable",
                        cause),
                Optional.empty());
    }

    private static boolean isRedirect(Exchange exchange, HttpResponse<byte[]> response) {
        return exchange.isRead() && REDIRECTS.contains(response.statusCode());
    }
}
