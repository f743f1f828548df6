package dev.inlay.console;

import dev.inlay.session.Proof;
import dev.inlay.session.Session;
import java.util.Optional;

/// Who is let in. Where nobody stands in front of us, by what a request shows; behind a gateway, by
/// what its authorizers found out and by nothing a client could write itself.
public abstract sealed class Door permits BearerDoor, GatewayDoor {
    Door() {}

    /// The person who asks, or the program in their name, if it is one.
    abstract Optional<String> person(Visitor visitor);

    /// The session of the sensor that asks.
    abstract Proof<Session> sensor(Visitor visitor);

    /// What a person has to show, for those who did not.
    abstract String needed();
}
