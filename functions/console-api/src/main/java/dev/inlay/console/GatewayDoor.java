package dev.inlay.console;

import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.session.Proof;
import dev.inlay.session.Session;
import java.util.Optional;

/// Behind API Gateway: people are whom IAM recognised, sensors what our authorizer found out. A
/// route that lost its authorizer lets nobody in.
public final class GatewayDoor extends Door {
    private static final int MAX_CONTEXT = 4_096;

    @Override
    Optional<String> person(Visitor visitor) {
        return visitor.person();
    }

    @Override
    Proof<Session> sensor(Visitor visitor) {
        if (visitor.sensor().isEmpty()) {
            return new Proof.Refused<>("no authorizer looked at the request");
        }
        var context = Json.object();
        visitor.sensor().forEach(context::put);
        return switch (Json.read(Json.write(context), MAX_CONTEXT, SessionContext::read)) {
            case Reading.Malformed<Session>(var because) -> new Proof.Refused<>(because);
            case Reading.Read<Session>(var session) -> new Proof.Shown<>(session);
        };
    }

    @Override
    String needed() {
        return "a request signed for IAM (SigV4), by somebody who may invoke this API";
    }
}
