package dev.inlay.registry;

import dev.inlay.failure.PermanentFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The login for one registry, kept until shortly before it ends or until the registry refuses it:
/// asking for it may start a program, or be a call of an API that counts them.
final class Logins {
    /// A request that begins with a login should not end without it.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final Endpoint endpoint;
    private final Credentials credentials;
    private final InstantSource clock;
    private Optional<Login> kept = Optional.empty();
    private boolean asked;

    Logins(Endpoint endpoint, Credentials credentials, InstantSource clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.clock = clock;
    }

    /// The one to use now; empty to stay anonymous.
    synchronized Optional<Login> now() {
        if (!asked || kept.flatMap(Login::expires).filter(this::isNear).isPresent()) {
            kept = ask();
            asked = true;
        }
        return kept;
    }

    /// As what to send it; an identity token has to be exchanged first.
    Optional<String> basic() {
        return now().filter(login -> !login.isIdentityToken()).map(Login::basic);
    }

    /// The registry does not take it any more.
    synchronized void forget() {
        asked = false;
    }

    private boolean isNear(Instant end) {
        return !end.isAfter(clock.instant().plus(MARGIN));
    }

    private Optional<Login> ask() {
        var login = credentials.login(endpoint.registry());
        if (login.isPresent() && !endpoint.trusted()) {
            throw new PermanentFailure(
                    "credentials-in-clear",
                    "there is a login for "
                            + endpoint.registry()
                            + ", which speaks plain HTTP: not sent; name the host for plain HTTP to allow it");
        }
        return login;
    }
}
