package dev.inlay.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/// Opens sessions and recognises their keys. A key says itself what it is for and until when, under
/// our signature, so nothing about it is stored.
public final class SessionKeys {
    /// How long a session's key holds; the sensor then opens a new session.
    public static final Duration LIFE = Duration.ofDays(1);

    /// A key of ours has some 300 characters.
    private static final int MAX_LENGTH = 1_024;

    private static final int ID_BYTES = 16;
    private static final long MAX_EPOCH = 999_999_999;

    private final List<Secret> secrets;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param secrets at least one; the first signs, all are recognised
    /// @param random unpredictable: a `SecureRandom`
    public SessionKeys(List<Secret> secrets, InstantSource clock, RandomGenerator random) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("session keys need a secret");
        }
        this.secrets = List.copyOf(secrets);
        this.clock = clock;
        this.random = random;
    }

    /// A new session for an image whose enrolment token was verified.
    public Session open(Enrolled enrolled) {
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new Session(
                "s-" + base64(id), enrolled.image(), enrolled.epoch(), clock.instant().plus(LIFE));
    }

    /// The bearer of a session.
    public String key(Session session) {
        var claims =
                Json.object()
                        .put("session", session.id())
                        .put("image", session.image().value())
                        .put("epoch", session.epoch())
                        .put("expires", Json.time(session.expires()));
        var text = base64(Json.write(claims).getBytes(UTF_8));
        return text + "." + secrets.getFirst().sign(text);
    }

    /// The session a bearer belongs to.
    public Proof<Session> verify(String bearer) {
        int dot = bearer.indexOf('.');
        if (dot < 1 || bearer.length() > MAX_LENGTH) {
            return new Proof.Refused<>("it does not have the form of a session key");
        }
        var claims = bearer.substring(0, dot);
        var signature = bearer.substring(dot + 1);
        if (secrets.stream().noneMatch(secret -> secret.signed(claims, signature))) {
            return new Proof.Refused<>("its signature is not ours");
        }
        var text = new String(Base64.getUrlDecoder().decode(claims), UTF_8);
        return switch (Json.read(text, MAX_LENGTH, SessionKeys::session)) {
            case Reading.Malformed<Session>(var because) -> new Proof.Refused<>(because);
            case Reading.Read<Session>(var session)
                    when !session.expires().isAfter(clock.instant()) ->
                    new Proof.Refused<>("it expired at " + session.expires());
            case Reading.Read<Session>(var session) -> new Proof.Shown<>(session);
        };
    }

    private static Session session(Fields from) {
        return new Session(
                from.text("session", MAX_LENGTH),
                new Digest(from.text("image", MAX_LENGTH)),
                (int) from.number("epoch", Enrolled.BY_ROLE, MAX_EPOCH),
                from.time("expires"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
