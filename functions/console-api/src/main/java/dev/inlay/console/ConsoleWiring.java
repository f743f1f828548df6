package dev.inlay.console;

import dev.inlay.alert.Alerts;
import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.kms.KmsSigner;
import dev.inlay.aws.lambda.Snapshot;
import dev.inlay.aws.s3.PolicyBucket;
import dev.inlay.aws.secrets.SecretStore;
import dev.inlay.aws.sqs.SqsBacklog;
import dev.inlay.aws.sqs.SqsQueue;
import dev.inlay.aws.sts.AskedIdentity;
import dev.inlay.behaviour.Containers;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Rollout;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.log.Lines;
import dev.inlay.log.MetricLines;
import dev.inlay.policy.Policies;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import dev.inlay.session.Callers;
import dev.inlay.session.Clearance;
import dev.inlay.session.DerivedKeys;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import dev.inlay.session.SessionKeys;
import dev.inlay.session.ShownRoles;
import dev.inlay.storage.Tables;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// console-api on AWS.
final class ConsoleWiring {
    private final Settings settings = new Settings(System.getenv());
    private final InstantSource clock = InstantSource.system();

    Supplier<Front> front() {
        return Snapshot.of(this::build, ConsoleWiring::pass);
    }

    Lines lines() {
        return new MetricLines("console-api", clock);
    }

    private Front build() {
        var connection = Connection.ofEnvironment();
        var tables = settings.tables(connection, clock);
        var revocations = new Revocations(tables.catalog());
        var keys = keys(connection);
        var queues = queues();
        return Front.of(
                new ConsoleParts(
                        new GatewayDoor(),
                        new EnrolmentTokens(
                                keys.epochs(settings.number("INLAY_EPOCH", 1)), revocations),
                        revocations,
                        new SessionKeys(List.of(keys.sessions()), clock, new SecureRandom()),
                        roles(connection, tables, revocations),
                        new Images(tables.catalog(), clock),
                        new Enrolments(tables.catalog()),
                        new Policies(
                                tables.catalog(),
                                new KmsSigner(connection, settings.text("INLAY_SIGNING_KEY")),
                                PolicyBucket.ofSettings(connection, settings),
                                clock),
                        new Profiles(tables.profiles()),
                        new Containers(tables.runtime()),
                        new Alerts(tables.findings()),
                        new Gaps(tables.findings()),
                        rollout(),
                        new SqsQueue(connection, queues),
                        new SqsBacklog(connection, allQueues(queues)),
                        Rejections.ofSqs(tables.runtime()),
                        clock));
    }

    /// Nobody shows a role where the stack lets no sensor do so.
    private ShownRoles roles(Connection connection, Tables tables, Revocations revocations) {
        var clearance =
                new Clearance(
                        new Images(tables.catalog(), clock),
                        new Enrolments(tables.catalog()),
                        revocations);
        var callers =
                settings.optional("INLAY_ENDPOINT")
                        .<Callers>map(server ->
                                new AskedIdentity(
                                        URI.create(
                                                "https://"
                                                        + AskedIdentity.host(connection.region())),
                                        server))
                        .orElseGet(Callers::none);
        return new ShownRoles(callers, clearance, tables.runtime(), clock);
    }

    private Map<QueueName, URI> queues() {
        return settings.queues(
                QueueName.SCAN,
                QueueName.INSTRUMENT,
                QueueName.VIOLATIONS,
                QueueName.TELEMETRY,
                QueueName.EVALUATE);
    }

    /// Those that sensors send to by themselves, where the stack has them, among the others.
    private Map<String, URI> allQueues(Map<QueueName, URI> queues) {
        var all = new LinkedHashMap<String, URI>();
        queues.forEach((name, url) -> all.put(name.name(), url));
        for (var name : List.of("DIRECT_VIOLATIONS", "DIRECT_TELEMETRY")) {
            settings.optional("INLAY_" + name + "_QUEUE")
                    .ifPresent(url -> all.put(name, URI.create(url)));
        }
        return all;
    }

    /// The function for coverage does it, with rights of its own; here it only matters whether.
    private Rollout rollout() {
        return settings.isOn("INLAY_ROLL")
                ? new RolledElsewhere()
                : Rollout.refused(
                        "this stack rolls no services; deploy the digest that 'inlay coverage' names, or set rollServices and deploy the stack again");
    }

    private DerivedKeys keys(Connection connection) {
        return new DerivedKeys(new SecretStore(connection).read(settings.text("INLAY_SECRET")));
    }

    /// A question that only reads, and an answer that is no more than the list of enrolments.
    private static void pass(Front front) {
        var _ =
                front.answer(
                        new Request(
                                "GET",
                                "/api/v1/enrolments",
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                "",
                                new Visitor(Optional.empty(), Optional.of("priming"), Map.of())));
    }
}
