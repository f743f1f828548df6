package dev.inlay.instrument;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.ecr.EcrCredentials;
import dev.inlay.aws.events.EventBus;
import dev.inlay.aws.kms.KmsSigner;
import dev.inlay.aws.s3.PolicyBucket;
import dev.inlay.aws.secrets.SecretStore;
import dev.inlay.aws.sqs.SqsInbox;
import dev.inlay.aws.sqs.SqsQueue;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.event.Announcements;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.log.Line;
import dev.inlay.log.Lines;
import dev.inlay.log.MetricLines;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Signer;
import dev.inlay.policy.Successions;
import dev.inlay.queue.Arrival;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.PutQuota;
import dev.inlay.registry.PutRate;
import dev.inlay.registry.SharedPutQuota;
import dev.inlay.session.DerivedKeys;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import dev.inlay.storage.Tables;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// The instrument task on AWS.
final class InstrumentWiring {
    private static final int LINGER_SECONDS = 240;
    private static final int PUTS_PER_SECOND = 4;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration HOLD_EVERY = Duration.ofSeconds(30);
    private static final Duration HIDDEN = Duration.ofMinutes(2);

    private final Settings settings = new Settings(System.getenv());
    private final InstantSource clock = InstantSource.system();

    Lines lines() {
        return new MetricLines("instrument", clock);
    }

    Drain drain(Consumer<Line> log) {
        var connection = Connection.ofEnvironment();
        var tables = settings.tables(connection, clock);
        var queues = settings.queues(QueueName.INSTRUMENT);
        var inbox =
                new SqsInbox(connection, Objects.requireNonNull(queues.get(QueueName.INSTRUMENT)));
        var worker =
                new Worker(
                        instrument(connection, tables),
                        new Images(tables.catalog(), clock),
                        new Enrolments(tables.catalog()),
                        new SqsQueue(connection, queues),
                        new Announcements(
                                new EventBus(connection, settings.text("INLAY_BUS")), clock),
                        clock);
        var linger = Duration.ofSeconds(settings.number("INLAY_LINGER_SECONDS", LINGER_SECONDS));
        var desk = new Desk(worker, Rejections.ofSqs(tables.runtime()), clock);
        var queue = settings.text("INLAY_INSTRUMENT_QUEUE");
        var name = queue.substring(queue.lastIndexOf('/') + 1);
        return new Drain(
                inbox,
                each -> desk.take(each.body(), new Arrival(name, each.receives())),
                new Hold(inbox, HOLD_EVERY, HIDDEN),
                new Drain.Patience(linger, PAUSE),
                log,
                clock);
    }

    private Instrument instrument(Connection connection, Tables tables) {
        var registry =
                settings.optional("INLAY_REGISTRY")
                        .orElseGet(() -> CallerIdentity.of(connection).registry());
        return new Instrument(
                Distribution.of(registry, new EcrCredentials(connection), quota(registry, tables)),
                new PackagedSensorLayers(),
                sensorSettings(connection, tables));
    }

    /// Of what ECR takes from the whole account, which its users push with too.
    private PutQuota quota(String registry, Tables tables) {
        var rate = PutRate.of(settings.number("INLAY_PUTS_PER_SECOND", PUTS_PER_SECOND));
        return new SharedPutQuota(tables.catalog(), registry, rate, clock);
    }

    private SettingsSource sensorSettings(Connection connection, Tables tables) {
        var keys = signers(connection);
        var secret = new SecretStore(connection).read(settings.text("INLAY_SECRET"));
        var epochs = new DerivedKeys(secret).epochs(settings.number("INLAY_EPOCH", 1));
        var tokens = new EnrolmentTokens(epochs, new Revocations(tables.catalog()));
        return new StoredSettings(
                new ReportingWiring(settings, connection).reporting(tables, tokens),
                keys,
                new Policies(
                        tables.catalog(),
                        keys.getFirst(),
                        PolicyBucket.ofSettings(connection, settings),
                        clock),
                new Successions(tables.catalog()),
                new Enrolments(tables.catalog()),
                SensorSettings.Intervals.BILLED,
                clock);
    }

    /// The one that signs, and the one that will.
    private List<Signer> signers(Connection connection) {
        var keys = new ArrayList<Signer>();
        keys.add(new KmsSigner(connection, settings.text("INLAY_SIGNING_KEY")));
        settings.optional("INLAY_NEXT_SIGNING_KEY")
                .ifPresent(key -> keys.add(new KmsSigner(connection, key)));
        return keys;
    }
}
