package dev.inlay.census;

import static dev.inlay.coverage.Sightings.INSTRUMENTED;
import static dev.inlay.coverage.Sightings.REGISTRY;
import static dev.inlay.coverage.Sightings.SOURCE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.Answers;
import dev.inlay.aws.DeliveredMessages;
import dev.inlay.aws.Moto;
import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.coverage.Gaps;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Platform;
import dev.inlay.image.Protection;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;

/// The emulator gives tasks no images: ECS answers in its recorded words, everything else is the
/// emulator's.
@Tag("emulator")
class CoverageUnderLambdaTest {
    private static final String ACCOUNT = "arn:aws:ecs:eu-central-1:111122223333:";
    private static final String TASK = ACCOUNT + "task/shop/1";

    private final Answers ecs = Answers.listen();
    private final EmulatedStack stack =
            new EmulatedStack()
                    .withTables()
                    .withTopic()
                    .withBus()
                    .with("INLAY_REGISTRY", REGISTRY)
                    .with("AWS_ENDPOINT_URL_ECS", ecs.address().toString());

    private final DeliveredMessages mail = subscribed();
    private final DeliveredMessages events = onTheBus();

    @AfterEach
    void close() {
        ecs.close();
    }

    @BeforeEach
    void runTheOriginalOfAnEnrolledImage() {
        ecs.then(200, CoverageUnderLambdaTest::answer);
        var catalog = stack.tables().catalog();
        new Enrolments(catalog)
                .put(
                        new Enrolment(
                                new Glob("shop/*"),
                                List.of(),
                                List.of(),
                                TagMapping.BESIDE,
                                Protection.RECORD));
        var member =
                new Image.Member(
                        new Platform("linux", "amd64", ""),
                        SOURCE,
                        Optional.of(INSTRUMENTED),
                        Optional.empty(),
                        new LazyLoading.None());
        new Images(catalog, Clock.systemUTC())
                .done(
                        new Push("shop/web", "1.4", SOURCE),
                        List.of(member),
                        new Image.Published("1.4-inlay", INSTRUMENTED, "0.1.0", Instant.now()));
    }

    private static String answer(Answers.Question asked) {
        var operation = asked.target().substring(asked.target().indexOf('.') + 1);
        return switch (operation) {
            case "ListClusters" -> "{\"clusterArns\":[\"%scluster/shop\"]}".formatted(ACCOUNT);
            case "ListTasks" -> "{\"taskArns\":[\"%s\"]}".formatted(TASK);
            case "ListServices" -> "{\"serviceArns\":[]}";
            case "DescribeTasks" ->
                    """
                    {"tasks": [{"taskArn": "%s", "clusterArn": "%scluster/shop", "group": "service:web",
                     "taskDefinitionArn": "%stask-definition/web:1", "lastStatus": "RUNNING", "startedAt": 1767323045.0,
                     "containers": [{"name": "web", "image": "%s/shop/web:1.4", "imageDigest": "%s", "lastStatus": "RUNNING"}]}]}
                    """
                            .formatted(TASK, ACCOUNT, ACCOUNT, REGISTRY, SOURCE);
            case "DescribeTaskDefinition" ->
                    "{\"taskDefinition\":{\"containerDefinitions\":[{\"name\":\"web\"}]}}";
            default -> throw new AssertionError(operation);
        };
    }

    @Test
    void tellsThroughTopicAndBusWhatRunsUnwatched() {
        try (var function = Lambda.start("dev.inlay.census.CoverageHandler", stack.environment())) {
            var started =
                    "{\"clusterArn\":\"%scluster/shop\",\"taskArn\":\"%s\",\"lastStatus\":\"RUNNING\"}"
                            .formatted(ACCOUNT, TASK);

            assertThat(
                            function.invoke(
                                            Events.event(
                                                    "aws.ecs", "ECS Task State Change", started))
                                    .asText())
                    .contains("1 of 1 containers are not watched");
            assertThat(
                            function.invoke(Events.event("aws.events", "Scheduled Event", "{}"))
                                    .asText())
                    .contains("0 are watched, 1 are not");
        }
        assertThat(mail.next().path("Subject").asText()).contains("Uninstrumented Task");
        assertThat(events.next().path("detail-type").asText()).isEqualTo("Uninstrumented Task");
        assertThat(mail.isEmpty()).isTrue();
        assertThat(new Gaps(stack.tables().findings()).open().read()).hasSize(1);
    }

    private DeliveredMessages subscribed() {
        var queue = new DeliveredMessages(Moto.connection());
        try (var client = Moto.connection().client(SnsClient.builder())) {
            client.subscribe(ask ->
                    ask.topicArn(requireNonNull(stack.environment().get("INLAY_TOPIC")))
                            .protocol("sqs")
                            .endpoint(queue.arn()));
        }
        return queue;
    }

    private DeliveredMessages onTheBus() {
        var queue = new DeliveredMessages(Moto.connection());
        var bus = requireNonNull(stack.environment().get("INLAY_BUS"));
        var rule = Moto.name("rule");
        try (var client = Moto.connection().client(EventBridgeClient.builder())) {
            client.putRule(make ->
                    make.name(rule).eventBusName(bus).eventPattern("{\"source\":[\"dev.inlay\"]}"));
            var target = Target.builder().id("queue").arn(queue.arn()).build();
            client.putTargets(make -> make.rule(rule).eventBusName(bus).targets(target));
        }
        return queue;
    }
}
