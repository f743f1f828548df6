package dev.inlay.console;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.lambda.Snapshot;
import dev.inlay.aws.secrets.SecretStore;
import dev.inlay.image.Digest;
import dev.inlay.log.Lines;
import dev.inlay.log.MetricLines;
import dev.inlay.session.DerivedKeys;
import dev.inlay.session.Enrolled;
import dev.inlay.session.Revocations;
import dev.inlay.session.SessionGate;
import dev.inlay.session.SessionKeys;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// sensor-authorizer on AWS: the smallest of all, for every sensor waits for it.
final class AuthorizerWiring {
    private final Settings settings = new Settings(System.getenv());
    private final InstantSource clock = InstantSource.system();

    private record Parts(SessionGate gate, SessionKeys sessions) {}

    Supplier<SessionGate> gate() {
        var snapshot = Snapshot.of(this::parts, AuthorizerWiring::pass);
        return () -> snapshot.get().gate();
    }

    Lines lines() {
        return new MetricLines("sensor-authorizer", clock);
    }

    private Parts parts() {
        var connection = Connection.ofEnvironment();
        var secret = new SecretStore(connection).read(settings.text("INLAY_SECRET"));
        var sessions =
                new SessionKeys(
                        List.of(new DerivedKeys(secret).sessions()), clock, new SecureRandom());
        return new Parts(
                new SessionGate(
                        sessions, new Revocations(settings.tables(connection, clock).catalog())),
                sessions);
    }

    /// A session that nobody gets to know, verified as any other.
    private static void pass(Parts parts) {
        var session = parts.sessions().open(new Enrolled(Digest.ofText("priming"), 1));
        var _ = parts.gate().verify(parts.sessions().key(session));
    }
}
