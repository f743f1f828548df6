package dev.inlay.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.inlay.alert.Alerts;
import dev.inlay.behaviour.Containers;
import dev.inlay.census.CoverageHandler;
import dev.inlay.console.BearerDoor;
import dev.inlay.console.ConsoleApiHandler;
import dev.inlay.console.ConsoleParts;
import dev.inlay.console.ConsoleToken;
import dev.inlay.coverage.Gaps;
import dev.inlay.coverage.Rollout;
import dev.inlay.eval.PolicyEvalHandler;
import dev.inlay.image.Claims;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.image.Platform;
import dev.inlay.ingest.Pace;
import dev.inlay.ingest.TelemetryIngestHandler;
import dev.inlay.instrument.Instrument;
import dev.inlay.instrument.InstrumentHandler;
import dev.inlay.instrument.Reporting;
import dev.inlay.instrument.SensorLayers;
import dev.inlay.instrument.StoredSettings;
import dev.inlay.instrument.Worker;
import dev.inlay.local.alert.LocalCoverageNews;
import dev.inlay.local.alert.LocalImageNews;
import dev.inlay.local.alert.LocalSink;
import dev.inlay.local.alert.WebhookHandler;
import dev.inlay.local.docker.DockerFleet;
import dev.inlay.local.http.HttpFront;
import dev.inlay.local.keys.KeyRing;
import dev.inlay.local.loop.Backoff;
import dev.inlay.local.loop.QueueLoop;
import dev.inlay.local.loop.Schedule;
import dev.inlay.local.sqlite.DeadLetters;
import dev.inlay.local.sqlite.Expiry;
import dev.inlay.local.sqlite.SqliteFile;
import dev.inlay.local.sqlite.SqliteQueue;
import dev.inlay.local.sqlite.SqliteTable;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Successions;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import dev.inlay.registry.Distribution;
import dev.inlay.scan.RegistryScanHandler;
import dev.inlay.scan.Scanner;
import dev.inlay.scan.Workforce;
import dev.inlay.session.Callers;
import dev.inlay.session.Clearance;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import dev.inlay.session.SessionGate;
import dev.inlay.session.SessionKeys;
import dev.inlay.session.ShownRoles;
import dev.inlay.storage.Tables;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Puts the functions' handlers on the embedded store and queue: what the stack's definition does
/// on AWS.
final class LocalWiring {
    private static final Platform ANY_SENSOR = new Platform("linux", "amd64", "");
    private static final Duration EVALUATE = Duration.ofSeconds(15);
    private static final Duration COVERAGE = Duration.ofSeconds(20);
    private static final Duration EXPIRE = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Rollout ROLLOUT =
            Rollout.refused(
                    "on one machine Inlay starts and stops no container: who started it starts its"
                            + " successor");

    private final InstantSource clock = InstantSource.system();
    private final KeyRing keys;
    private final SensorLayers sensors;
    private final Distribution registry;
    private final UpSettings settings;
    private final Journal journal;
    private final Tables tables;
    private final SqliteQueue queue;
    private final DeadLetters letters;
    private final Expiry expiry;
    private final Images images;
    private final Enrolments enrolments;
    private final Policies policies;
    private final Containers containers;
    private final SessionKeys sessions;
    private final Revocations revocations;
    private final EnrolmentTokens tokens;
    private final Rejections rejections;

    LocalWiring(
            SqliteFile file,
            KeyRing keys,
            SensorLayers sensors,
            Distribution registry,
            UpSettings settings,
            Journal journal) {
        this.keys = keys;
        this.sensors = sensors;
        this.registry = registry;
        this.settings = settings;
        this.journal = journal;
        this.tables = SqliteTable.in(file, clock);
        this.queue = new SqliteQueue(file, clock);
        this.queue.recover();
        this.letters = new DeadLetters(file);
        this.expiry = new Expiry(file, clock);
        this.images = new Images(tables.catalog(), clock);
        this.enrolments = new Enrolments(tables.catalog());
        this.policies = new Policies(tables.catalog(), keys.signer(), clock);
        this.containers = new Containers(tables.runtime());
        this.sessions = new SessionKeys(List.of(keys.sessions()), clock, new SecureRandom());
        this.revocations = new Revocations(tables.catalog());
        this.tokens = new EnrolmentTokens(keys.epochs(), revocations);
        this.rejections = new Rejections(tables.runtime());
    }

    HttpFront front() {
        var token = new ConsoleToken(keys.consoleToken());
        var gate = new SessionGate(sessions, revocations);
        var handler =
                new ConsoleApiHandler(
                        new ConsoleParts(
                                new BearerDoor(token, gate),
                                tokens,
                                revocations,
                                sessions,
                                new ShownRoles(
                                        Callers.none(),
                                        new Clearance(images, enrolments, revocations),
                                        tables.runtime(),
                                        clock),
                                images,
                                enrolments,
                                policies,
                                new Profiles(tables.profiles()),
                                containers,
                                new Alerts(tables.findings()),
                                new Gaps(tables.findings()),
                                ROLLOUT,
                                queue,
                                new LocalBacklog(letters, queue),
                                rejections,
                                clock));
        return new HttpFront(
                gate, queue, token::is, event -> handler.handleRequest(event, null), journal);
    }

    /// One loop for each queue, running. Each has a handler of its own, as each has on AWS.
    List<QueueLoop> loops(URI endpoint) {
        return List.of(
                loop(QueueName.SCAN, 10, new RegistryScanHandler(scanner(), rejections, clock)),
                loop(
                        QueueName.INSTRUMENT,
                        1,
                        new InstrumentHandler(worker(endpoint), rejections, clock)),
                loop(QueueName.VIOLATIONS, 10, ingest()),
                loop(QueueName.TELEMETRY, 100, ingest()),
                loop(QueueName.EVALUATE, 100, evaluation()),
                loop(QueueName.DELIVER, 1, new WebhookHandler()));
    }

    private QueueLoop loop(
            QueueName name, int batch, RequestHandler<SQSEvent, SQSBatchResponse> handler) {
        return new QueueLoop(queue, name, batch, LIMIT, handler, Backoff::after, journal).start();
    }

    private Scanner scanner() {
        return new Scanner(
                registry,
                enrolments,
                images,
                new Claims(tables.catalog(), clock),
                queue,
                Workforce.always(),
                sensors.layer(ANY_SENSOR).build(),
                clock);
    }

    private Worker worker(URI endpoint) {
        var baked =
                new StoredSettings(
                        Reporting.byToken(endpoint, tokens),
                        List.of(keys.signer(), keys.next()),
                        policies,
                        new Successions(tables.catalog()),
                        enrolments,
                        clock);
        return new Worker(
                new Instrument(registry, sensors, baked, Optional.of(keys.signer())),
                images,
                enrolments,
                queue,
                new LocalImageNews(journal, queue, settings.webhooks()),
                clock);
    }

    private TelemetryIngestHandler ingest() {
        return new TelemetryIngestHandler(tables, queue, Pace.EXACT, clock);
    }

    private PolicyEvalHandler evaluation() {
        return new PolicyEvalHandler(
                tables,
                queue,
                keys.signer(),
                new LocalSink(journal, queue, settings.webhooks()),
                (policy, settled) ->
                        journal.tell(
                                "policy version %d of %s%s"
                                        .formatted(
                                                policy.version(),
                                                policy.image(),
                                                settled.isEmpty() ? "" : ", settled: " + settled)),
                clock);
    }

    private CoverageHandler coverage() {
        return new CoverageHandler(
                tables,
                settings.registry(),
                new DockerFleet(settings.docker()),
                ROLLOUT,
                new LocalCoverageNews(journal, queue, settings.webhooks()),
                clock);
    }

    /// What nobody tells of: pushes whose notification was lost, policies whose time has come,
    /// documents whose time is over.
    Schedule schedules(Schedule schedule, Duration sweep) {
        return schedule.every(sweep, "asking for a sweep of the registry", this::sweep)
                .every(EVALUATE, "asking for evaluations", this::evaluateAll)
                .every(COVERAGE, coverage())
                .every(EXPIRE, "removing what expired", expiry::sweep);
    }

    /// While the registry is away, the sweeps that wait already are enough.
    private void sweep() {
        if (letters.depth(QueueName.SCAN).waiting() == 0) {
            queue.send(QueueName.SCAN, "{\"sweep\":true}");
        }
    }

    private void evaluateAll() {
        queue.send(QueueName.EVALUATE, "{\"sweep\":true}");
    }

    /// Loops that wait for messages stop waiting.
    void stopReceiving() {
        queue.stop();
    }
}
