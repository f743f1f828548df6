package dev.inlay.registry;

import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.registry.FaultyFront.Fault;
import java.util.concurrent.locks.LockSupport;

/// What can become of any request to a registry.
public enum Trouble {
    /// The credentials ended just now.
    UNAUTHORIZED(true),
    /// The credentials were never enough.
    FORBIDDEN(false),
    /// Too many others.
    THROTTLED(true),
    /// It broke.
    BROKEN(true),
    /// The connection ends without an answer.
    HUNG_UP(true),
    /// The connection ends in the middle of an answer.
    CUT_OFF(true),
    /// The answer ends early, and says that it is whole.
    SHORTENED(false),
    /// The answer is a good one, to something else.
    EXCHANGED(false),
    /// What is there is not found, and what is stored gets lost.
    FORGETFUL(false),
    /// A redirect to where it came from; of what is sent, none is followed.
    CIRCULAR(false),
    /// A manifest nobody may have.
    OVERSIZED(false),
    /// The answer begins and never ends.
    DRIPPING(true),
    /// Nobody listens any more.
    DOWN(false);

    private final boolean passes;

    Trouble(boolean passes) {
        this.passes = passes;
    }

    /// Whether a client that tries again gets through when it happened once.
    public boolean passes() {
        return passes;
    }

    /// As a front does it.
    public Fault at(FaultyFront front) {
        return switch (this) {
            case UNAUTHORIZED ->
                    Faults.answer(
                            401,
                            Faults.error("UNAUTHORIZED", "who are you?"),
                            "WWW-Authenticate",
                            "Basic realm=\"x\"");
            case FORBIDDEN -> Faults.answer(403, Faults.error("DENIED", "no more"));
            case THROTTLED ->
                    Faults.answer(
                            429,
                            Faults.error("TOOMANYREQUESTS", "Rate exceeded"),
                            "Retry-After",
                            "1");
            case BROKEN -> Faults.answer(500, "<html>oops</html>");
            case HUNG_UP -> _ -> {};
            case CUT_OFF -> unlessHead(Faults.truncated());
            case SHORTENED ->
                    Faults.answer(
                            200,
                            "{\"schemaVersion\":2,\"lay",
                            "Content-Type",
                            MediaType.OCI_MANIFEST);
            case EXCHANGED -> exchanged();
            case FORGETFUL ->
                    exchange ->
                            Faults.answer(exchange.getRequestMethod().equals("PUT") ? 201 : 404, "")
                                    .answer(exchange);
            case CIRCULAR ->
                    exchange ->
                            Faults.answer(307, "", "Location", exchange.getRequestURI().toString())
                                    .answer(exchange);
            case OVERSIZED ->
                    Faults.answer(
                            200,
                            "x".repeat(Manifest.MAX_BYTES + 1),
                            "Content-Type",
                            MediaType.OCI_MANIFEST);
            case DRIPPING -> unlessHead(dripping());
            case DOWN -> _ -> front.stopListening();
        };
    }

    /// To what has no body, half of an answer is the whole: that is another trouble.
    private static Fault unlessHead(Fault fault) {
        return exchange -> {
            if (!exchange.getRequestMethod().equals("HEAD")) {
                fault.answer(exchange);
            }
        };
    }

    private static Fault exchanged() {
        var other = "{\"schemaVersion\":2,\"manifests\":[]}";
        return exchange ->
                Faults.answer(
                                exchange.getRequestMethod().equals("PUT") ? 201 : 200,
                                other,
                                "Content-Type",
                                MediaType.OCI_INDEX,
                                "Docker-Content-Digest",
                                Digest.ofText(other).value())
                        .answer(exchange);
    }

    private static Fault dripping() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1 << 20);
            while (!Thread.currentThread().isInterrupted()) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(20_000_000);
            }
        };
    }
}
