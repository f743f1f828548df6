package dev.inlay.console;

import dev.inlay.session.Proof;
import dev.inlay.session.Session;
import dev.inlay.session.SessionGate;
import java.util.Optional;

/// On one machine: people show the console token, sensors the key of their session.
public final class BearerDoor extends Door {
    private static final Proof<Session> NOTHING = new Proof.Refused<>("no bearer was shown");

    private final ConsoleToken token;
    private final SessionGate sessions;

    public BearerDoor(ConsoleToken token, SessionGate sessions) {
        this.token = token;
        this.sessions = sessions;
    }

    @Override
    Optional<String> person(Visitor visitor) {
        return visitor.bearer().filter(token::is).map(_ -> "console-token");
    }

    @Override
    Proof<Session> sensor(Visitor visitor) {
        return visitor.bearer().map(sessions::verify).orElse(NOTHING);
    }

    @Override
    String needed() {
        return "the console token, which 'inlay up' prints at start";
    }
}
