package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.Moto;
import dev.inlay.aws.MotoRole;
import dev.inlay.aws.Settings;
import dev.inlay.aws.SignedCall;
import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.aws.s3.PolicyBucket;
import dev.inlay.aws.sts.AskedIdentity;
import dev.inlay.behaviour.Mode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolled;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Platform;
import dev.inlay.image.Push;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.TestSigner;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.QueueName;
import dev.inlay.role.Caller;
import dev.inlay.role.RoleId;
import dev.inlay.session.Proof;
import dev.inlay.session.SignedQuestion;
import dev.inlay.storage.Row;
import dev.inlay.storage.Tables;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// A real sensor that reaches no control plane: its frames are messages, its policy is an object,
/// both signed for with a role. The emulator checks signatures with botocore's code, and what the
/// role may do. Who sent a message it does not say as SQS does, so the events say it.
@Tag("emulator")
class DirectUplinkTest {
    private static final Digest IMAGE = Digest.ofText("direct uplink");
    private static final String TASK = "0123456789abcdef0123456789abcdef";

    private final MotoRole shop = MotoRole.make(TASK, "sqs:SendMessage", "s3:GetObject");
    private final MotoRole reader = MotoRole.make(TASK, "s3:GetObject");
    private final MotoRole control = MotoRole.make("control", "sqs:*", "s3:*", "dynamodb:*");
    private final TestSigner signer = new TestSigner();
    private final String bucket = Moto.name("policies");
    private final Map<String, String> environment = new HashMap<>();
    private final String telemetry;
    private final String violations;
    private final String queueArn;
    private final Agent agent;
    private final MotoRole.Checking checking;

    @TempDir private Path folder;

    DirectUplinkTest() throws Exception {
        var stack =
                new EmulatedStack()
                        .withTables()
                        .withQueues(
                                QueueName.EVALUATE,
                                QueueName.TELEMETRY,
                                QueueName.VIOLATIONS,
                                QueueName.SCAN,
                                QueueName.INSTRUMENT);
        environment.putAll(stack.environment());
        // Two queues that are not the gateway's.
        telemetry = new Settings(environment).text("INLAY_SCAN_QUEUE");
        violations = new Settings(environment).text("INLAY_INSTRUMENT_QUEUE");
        queueArn = stack.arn(QueueName.SCAN);
        var region =
                "<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>";
        assertThat(
                        new SignedCall(Moto.connection(), "s3")
                                .send("", SdkHttpMethod.PUT, "/" + bucket, Map.of(), region)
                                .isDone())
                .isTrue();
        checking = MotoRole.checking();
        agent = new Agent(forged(shop.credentials()));
    }

    @AfterEach
    void end() {
        agent.close();
        checking.close();
    }

    @Test
    void sendsFramesToSqsAndFetchesItsPolicyFromS3ByItsRole() throws Exception {
        enrol(shop.roleId());
        var policies = policies();
        publish(policies, 1);
        try (var sensor = start(this::direct)) {
            // With a secret that is not the role's nothing gets in, and it asks for another.
            agent.awaitAsked(3);
            assertThat(receive()).isEmpty();
            agent.change(shop.credentials());

            var first = await(frame -> frame.at("/policy/version").asLong() == 1);
            publish(policies, 2);
            var second = await(frame -> frame.at("/policy/version").asLong() == 2);

            assertThat(first.path("session").asText()).startsWith("direct-");
            assertThat(second.path("session")).isEqualTo(first.path("session"));
            assertThat(
                            second.at("/policy/refused").isNull()
                                    || !second.at("/policy").has("refused"))
                    .isTrue();
            sensor.startAProgram();
            var seen = await(frame -> !frame.path("behaviours").isEmpty());
            checking.close();
            takes(seen);
        }
    }

    /// The same frame from its role, from another's, and through the attributes of the gateway.
    private void takes(JsonNode frame) {
        var body = frame.toString();
        var claimed =
                Map.of(
                        "session", frame.path("session").asText(),
                        "image", IMAGE.value());
        try (var ingest = Lambda.start("dev.inlay.ingest.TelemetryIngestHandler", environment)) {
            ingest.invoke(sent("AROAANOTHERROLE00:" + TASK, claimed, body));
            ingest.invoke(sent("AIDAEXAMPLE", claimed, body));
            assertThat(entries()).isZero();
            assertThat(rejections())
                    .anySatisfy(
                            each -> assertThat(each).contains("names the role AROAANOTHERROLE00"))
                    .anySatisfy(each -> assertThat(each).contains("no session of a role"));

            ingest.invoke(sent(shop.roleId() + ":" + TASK, Map.of(), body));
        }
        assertThat(entries()).isPositive();
    }

    private ObjectNode sent(String sender, Map<String, String> attributes, String body) {
        return Events.sqs(new Events.Sent(queueArn, sender), attributes, body);
    }

    /// Two sensors with the same queues: what differs is what their roles may do.
    @Test
    void isRefusedByTheQueueUnlessItsRoleMaySendThere() throws Exception {
        publish(policies(), 1);
        try (var refused = new Tap(MotoRole.address())) {
            agent.change(reader.credentials());
            try (var _ = start(config -> directly(config, refused.address()))) {
                refused.awaitAnswer("is not authorized to perform: sqs:SendMessage");
            }
        }
        assertThat(receive()).isEmpty();

        try (var taken = new Tap(MotoRole.address())) {
            agent.change(shop.credentials());
            try (var _ = start(config -> directly(config, taken.address()))) {
                taken.awaitAnswer("\"MessageId\"");
            }
        }
        assertThat(receive()).isNotEmpty();
    }

    @Test
    void showsItsRoleToAControlPlaneThatAsksSts() throws Exception {
        agent.change(shop.credentials());
        var server = "https://inlay.example.com";
        try (var sensor = start(config -> byRole(config, server))) {
            var shown = Json.read(agent.session(), 32_768, DirectUplinkTest::question);
            var question = shown.found().orElseThrow();

            var sts = MotoRole.address();
            assertThat(new AskedIdentity(sts, server).of(question, IMAGE))
                    .isEqualTo(new Proof.Shown<>(new Caller(new RoleId(shop.roleId()), TASK)));
            assertThat(new AskedIdentity(sts, "https://other.example.com").of(question, IMAGE))
                    .isInstanceOf(Proof.Refused.class);
            assertThat(new AskedIdentity(sts, server).of(question, Digest.ofText("another")))
                    .isInstanceOf(Proof.Refused.class);
            assertThat(sensor).isNotNull();
        }
    }

    private static SignedQuestion question(Fields from) {
        return SignedQuestion.read(from.object("identity"));
    }

    private RunningSensor start(Consumer<ObjectNode> report) throws Exception {
        return RunningSensor.start(folder, IMAGE.value(), signer, agent, report);
    }

    /// With a listener before SQS.
    private void directly(ObjectNode config, String sqs) {
        direct(config);
        var way = (ObjectNode) config.path("direct");
        for (var name : List.of("telemetry", "violations")) {
            way.put(name, sqs + URI.create(way.path(name).asText()).getPath());
        }
    }

    private void direct(ObjectNode config) {
        config.putObject("direct")
                .put("region", "eu-central-1")
                .put("telemetry", telemetry)
                .put("violations", violations)
                .put("policy", MotoRole.address() + "/" + bucket + "/" + PolicyBucket.path(IMAGE));
    }

    private void byRole(ObjectNode config, String server) {
        config.put("endpoint", agent.address());
        config.putObject("role")
                .put("region", "eu-central-1")
                .put("sts", MotoRole.address().getAuthority())
                .put("server", server);
    }

    private static AwsSessionCredentials forged(AwsSessionCredentials of) {
        return AwsSessionCredentials.create(of.accessKeyId(), "another secret", of.sessionToken());
    }

    private Policies policies() {
        var shelf = new PolicyBucket(control.connection(), bucket);
        return new Policies(tables().catalog(), signer, shelf, Clock.systemUTC());
    }

    private static void publish(Policies policies, long version) {
        var created = Instant.now().minusSeconds(60);
        var policy = new Policy(IMAGE, version, created, Modes.all(Mode.LEARN), List.of());
        assertThat(policies.publish(policy)).isTrue();
    }

    private Tables tables() {
        return new Settings(environment).tables(control.connection(), InstantSource.system());
    }

    private void enrol(String role) {
        var catalog = tables().catalog();
        var twin = Digest.ofText("instrumented");
        new Images(catalog, Clock.systemUTC())
                .done(
                        new Push("shop/web", "1.0", IMAGE),
                        List.of(
                                Image.Member.instrumented(
                                        new Platform("linux", "amd64", ""),
                                        IMAGE,
                                        twin,
                                        new LazyLoading.Kept(Digest.ofText("index")))),
                        new Image.Published("1.0-inlay", twin, "0.1.0", Instant.now()));
        new Enrolments(catalog).put(Enrolled.naming("shop/*", new RoleId(role)));
    }

    private JsonNode await(Predicate<JsonNode> wanted) {
        while (true) {
            for (var frame : receive()) {
                if (wanted.test(frame)) {
                    return frame;
                }
            }
        }
    }

    private List<JsonNode> receive() {
        var frames = new ArrayList<JsonNode>();
        try (var client = control.connection().client(SqsClient.builder())) {
            for (var queue : List.of(telemetry, violations)) {
                for (var message :
                        client.receiveMessage(ask ->
                                        ask.queueUrl(queue)
                                                .maxNumberOfMessages(10)
                                                .waitTimeSeconds(0))
                                .messages()) {
                    frames.add(tree(message));
                    client.deleteMessage(
                            done -> done.queueUrl(queue).receiptHandle(message.receiptHandle()));
                }
            }
        }
        return frames;
    }

    private static JsonNode tree(Message message) {
        try {
            return new ObjectMapper().readTree(message.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message is no JSON", e);
        }
    }

    private int entries() {
        return new Profiles(tables().profiles()).of(IMAGE).entries().size();
    }

    private List<String> rejections() {
        var today = LocalDate.now(ZoneOffset.UTC);
        return tables().runtime().all("rejected#" + today, "").stream().map(Row::document).toList();
    }
}
