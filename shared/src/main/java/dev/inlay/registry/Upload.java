package dev.inlay.registry;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

/// A blob on its way up: a POST opens a session, one PUT carries the whole content. A session does
/// not survive a broken connection for certain, so it is the pair that is tried again.
final class Upload {
    private final Endpoint endpoint;
    private final Authenticator authenticator;
    private final String repository;
    private final Digest digest;
    private final byte[] content;

    Upload(
            Endpoint endpoint,
            Authenticator authenticator,
            String repository,
            Digest digest,
            byte[] content) {
        this.endpoint = endpoint;
        this.authenticator = authenticator;
        this.repository = repository;
        this.digest = digest;
        this.content = content;
    }

    void run(Retry retry) {
        var answer = retry.until(() -> open().then(this::send));
        if (answer.statusCode() != 201) {
            throw Refusal.of(answer).because(what());
        }
    }

    private Attempt<HttpResponse<byte[]>> open() {
        var uri = endpoint.resolve("/v2/" + repository + "/blobs/uploads/");
        return authenticator.send(Exchange.of("POST", uri, what()), scope());
    }

    private Attempt<HttpResponse<byte[]>> send(HttpResponse<byte[]> session) {
        if (session.statusCode() != 202) {
            throw Refusal.of(session).because(what());
        }
        var target = Location.of(session, what()).toString();
        var uri = URI.create(target + (target.contains("?") ? "&" : "?") + "digest=" + digest);
        var exchange = Exchange.of("PUT", uri, what()).sending(content, "application/octet-stream");
        return authenticator.send(exchange, scope()).then(this::unlessForgotten);
    }

    /// A registry of several machines may not find the session it just opened.
    private Attempt<HttpResponse<byte[]>> unlessForgotten(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 404) {
            return new Attempt.Got<>(answer);
        }
        var refusal = Refusal.of(answer);
        if (refusal.code().equals("NAME_UNKNOWN")) {
            throw refusal.because(what());
        }
        return new Attempt.Again<>(
                new TransientFailure(
                        "registry-upload-lost", what() + ": the registry answered " + refusal),
                Optional.empty());
    }

    private String what() {
        return "sending blob " + digest + " to " + repository + " at " + endpoint.registry();
    }

    private String scope() {
        return "repository:" + repository + ":pull,push";
    }
}
