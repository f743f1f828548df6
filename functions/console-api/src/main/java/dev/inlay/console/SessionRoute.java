package dev.inlay.console;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.session.Enrolled;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Proof;
import dev.inlay.session.SessionKeys;

/// A sensor's first word: it shows the token of its image and gets a key of its own.
final class SessionRoute {
    private static final int MAX_BODY = 16 * 1_024;
    private static final int MAX_TOKEN = 256;
    private static final String WHAT = "opening a session";

    private final EnrolmentTokens tokens;
    private final SessionKeys sessions;

    SessionRoute(EnrolmentTokens tokens, SessionKeys sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /// What the sensor shows. The container and sensor of the request are told again, and kept,
    /// with the first frame.
    private record Shown(String image, String token) {}

    Answer open(Request request) {
        return switch (Json.read(request.body(), MAX_BODY, SessionRoute::shown)) {
            case Reading.Malformed<Shown>(var because) -> Problem.malformed(WHAT, because).answer();
            case Reading.Read<Shown>(var shown) ->
                    Digest.parse(shown.image())
                            .map(image -> open(image, shown.token()))
                            .orElseGet(() ->
                                    Problem.malformed(WHAT, "image is not a digest").answer());
        };
    }

    private Answer open(Digest image, String token) {
        return switch (tokens.verify(token, image)) {
            case Proof.Refused<Enrolled> _ ->
                    new Problem(
                                    401,
                                    "unauthorized",
                                    WHAT + " for " + image,
                                    "the enrolment token is not one of this image that still holds",
                                    "instrument the image again; its token may have been revoked")
                            .answer();
            case Proof.Shown<Enrolled>(var enrolled) -> {
                var session = sessions.open(enrolled);
                yield Answer.json(
                        201,
                        Json.object()
                                .put("session", session.id())
                                .put("key", sessions.key(session))
                                .put("expires", Json.time(session.expires())));
            }
        };
    }

    private static Shown shown(Fields from) {
        from.version(1);
        from.object("container").text("hostname", MAX_TOKEN);
        from.object("sensor").text("version", MAX_TOKEN);
        return new Shown(from.text("image", MAX_TOKEN), from.text("token", MAX_TOKEN));
    }
}
