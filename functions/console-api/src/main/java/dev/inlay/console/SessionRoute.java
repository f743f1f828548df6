package dev.inlay.console;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.session.Enrolled;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Proof;
import dev.inlay.session.SessionKeys;
import dev.inlay.session.ShownRoles;
import dev.inlay.session.SignedQuestion;

/// A sensor's first word: it shows the token of its image, or the role of its container, and gets a
/// key of its own.
final class SessionRoute {
    private static final int MAX_BODY = 32 * 1_024;
    private static final int MAX_TOKEN = 256;
    private static final String WHAT = "opening a session";

    private final EnrolmentTokens tokens;
    private final ShownRoles roles;
    private final SessionKeys sessions;

    SessionRoute(EnrolmentTokens tokens, ShownRoles roles, SessionKeys sessions) {
        this.tokens = tokens;
        this.roles = roles;
        this.sessions = sessions;
    }

    /// What the sensor shows. The container and sensor of the request are told again, and kept,
    /// with the first frame.
    private record Shown(String image, Credential credential) {}

    private sealed interface Credential {
        record Token(String token) implements Credential {}

        record Role(SignedQuestion question) implements Credential {}
    }

    Answer open(Request request) {
        return switch (Json.read(request.body(), MAX_BODY, SessionRoute::shown)) {
            case Reading.Malformed<Shown>(var because) -> Problem.malformed(WHAT, because).answer();
            case Reading.Read<Shown>(var shown) ->
                    Digest.parse(shown.image())
                            .map(image -> open(image, shown.credential()))
                            .orElseGet(() ->
                                    Problem.malformed(WHAT, "image is not a digest").answer());
        };
    }

    private Answer open(Digest image, Credential credential) {
        return switch (credential) {
            case Credential.Token(var token) ->
                    open(
                            image,
                            tokens.verify(token, image),
                            "the enrolment token is not one of this image that still holds",
                            "instrument the image again; its token may have been revoked");
            case Credential.Role(var question) ->
                    open(
                            image,
                            roles.verify(question, image),
                            "the container's role was not shown for this image, or not to this control plane, or was shown before",
                            "'inlay enrol PATTERN --role ID' names the roles of a repository's containers; the image may have been revoked");
        };
    }

    private Answer open(Digest image, Proof<Enrolled> proof, String because, String check) {
        return switch (proof) {
            case Proof.Refused<Enrolled> _ ->
                    new Problem(401, "unauthorized", WHAT + " for " + image, because, check)
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
        return new Shown(from.text("image", MAX_TOKEN), credential(from));
    }

    private static Credential credential(Fields from) {
        return from.has("identity")
                ? new Credential.Role(SignedQuestion.read(from.object("identity")))
                : new Credential.Token(from.text("token", MAX_TOKEN));
    }
}
