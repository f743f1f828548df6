package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.aws.LocalStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackResource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What an emulator that nobody here wrote makes of the template: the tables, the queues and the
/// rules between them, made by CloudFormation, and events that go through.
@Tag("emulator")
class OnLocalStackTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> MADE_THERE =
            Set.of(
                    "AWS::DynamoDB::Table",
                    "AWS::Events::EventBus",
                    "AWS::Events::Rule",
                    "AWS::KMS::Key",
                    "AWS::SecretsManager::Secret",
                    "AWS::SNS::Topic",
                    "AWS::SNS::TopicPolicy",
                    "AWS::SQS::Queue",
                    "AWS::SQS::QueuePolicy");

    private static final Excerpt PART = Excerpt.of(Synthesised.byDefault().template(), MADE_THERE);

    private static final CloudFormationClient STACKS =
            LocalStack.client(CloudFormationClient.builder());
    private static final EventBridgeClient BRIDGE = LocalStack.client(EventBridgeClient.builder());
    private static final SqsClient QUEUES = LocalStack.client(SqsClient.builder());
    private static final DynamoDbClient TABLES = LocalStack.client(DynamoDbClient.builder());

    private static final BackoffStrategy OFTEN =
            BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(200));

    private static Map<String, String> made = Map.of();

    @BeforeAll
    static void deploy() {
        made = deploy("inlay", PART.template().toString());
    }

    /// The ids in the account, by logical id.
    private static Map<String, String> deploy(String name, String template) {
        STACKS.createStack(stack -> stack.stackName(name).templateBody(template));
        STACKS.waiter()
                .waitUntilStackCreateComplete(
                        stack -> stack.stackName(name),
                        wait -> wait.backoffStrategyV2(OFTEN).maxAttempts(600));
        return STACKS
                .describeStackResources(stack -> stack.stackName(name))
                .stackResources()
                .stream()
                .collect(
                        Collectors.toMap(
                                StackResource::logicalResourceId,
                                StackResource::physicalResourceId));
    }

    @Test
    void makesEveryTableQueueKeyAndRuleThatNeedsNoFunction() {
        assertThat(made.keySet()).isEqualTo(PART.resources());
        assertThat(PART.count("AWS::DynamoDB::Table")).isEqualTo(4);
        assertThat(PART.count("AWS::SQS::Queue")).isEqualTo(11);
        assertThat(PART.count("AWS::KMS::Key")).isEqualTo(2);
        assertThat(PART.resources())
                .contains("RegistryScanPushesE58DCE46", "RegistryScanSweepCF307A06", "Bus");
    }

    /// The negative control: what it cannot make is not passed over.
    @Test
    void failsForWhatItCannotMake() {
        assertThatThrownBy(() ->
                        deploy(
                                "unknown",
                                "{\"Resources\":{\"A\":{\"Type\":\"AWS::ApiGatewayV2::Api\",\"Properties\":{\"Name\":\"a\",\"ProtocolType\":\"HTTP\"}}}}"))
                .isInstanceOf(Exception.class);
    }

    @Test
    void givesTablesTheKeysThatTheAdaptersUse() {
        for (var id : List.of("CatalogTable", "ProfilesTable", "RuntimeTable", "FindingsTable")) {
            var table = TABLES.describeTable(ask -> ask.tableName(made.get(id))).table();

            assertThat(table.keySchema())
                    .extracting(key -> key.attributeName() + " " + key.keyType())
                    .containsExactly("p " + KeyType.HASH, "s " + KeyType.RANGE);
        }
    }

    @Test
    void carriesAPushToTheQueueOfTheScanAndNotOurOwn() throws Exception {
        push("1.4-inlay");
        push("1.4");

        var event = JSON.readTree(next("QueuesScanQueue74B84055").body());
        assertThat(event.at("/detail/image-tag").asText()).isEqualTo("1.4");
        assertThat(event.at("/detail/repository-name").asText()).isEqualTo("shop/web");
    }

    private static void push(String tag) {
        var entry =
                PutEventsRequestEntry.builder()
                        .source("aws.ecr")
                        .detailType("ECR Image Action")
                        .detail(
                                """
                                {"result":"SUCCESS","action-type":"PUSH","repository-name":"shop/web","image-tag":"%s",
                                 "image-digest":"sha256:0f0b5a4b1f6b2f3c0f0b5a4b1f6b2f3c0f0b5a4b1f6b2f3c0f0b5a4b1f6b2f3c"}
                                """
                                        .formatted(tag))
                        .build();
        var answer = BRIDGE.putEvents(put -> put.entries(entry));
        assertThat(answer.failedEntryCount()).isZero();
    }

    /// What fails five times is parked, and comes back when it is redriven.
    @ParameterizedTest
    @ValueSource(strings = {"Violations", "Telemetry", "Evaluate", "Instrument"})
    void parksWhatFailsFiveTimesAndGivesItBack(String queue) {
        var here = id("Queues" + queue + "Queue");
        var parked = id("Queues" + queue + "Parked");
        QUEUES.sendMessage(send -> send.queueUrl(made.get(here)).messageBody("poison"));
        for (int failed = 0; failed < 5; failed++) {
            var message = next(here);
            QUEUES.changeMessageVisibility(again ->
                    again.queueUrl(made.get(here))
                            .receiptHandle(message.receiptHandle())
                            .visibilityTimeout(0));
        }
        assertThat(received(here)).isEmpty();
        assertThat(waiting(parked)).isEqualTo("1");

        QUEUES.startMessageMoveTask(move -> move.sourceArn(attribute(parked, QUEUE_ARN)));

        assertThat(next(here).body()).isEqualTo("poison");
    }

    /// "Redrive, AWS": what is told anew anyway is emptied.
    @Test
    void emptiesWhatTheFunctionForCoverageParked() {
        var parked = id("CoverageParked");
        QUEUES.sendMessage(send -> send.queueUrl(made.get(parked)).messageBody("event"));
        assertThat(waiting(parked)).isEqualTo("1");

        QUEUES.purgeQueue(empty -> empty.queueUrl(made.get(parked)));

        assertThat(received(parked)).isEmpty();
    }

    private static String waiting(String queue) {
        return attribute(queue, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    private static String attribute(String queue, QueueAttributeName name) {
        return QUEUES.getQueueAttributes(ask -> ask.queueUrl(made.get(queue)).attributeNames(name))
                .attributes()
                .getOrDefault(name, "");
    }

    /// "Restore a table, AWS" of docs/operations.md.
    @Test
    void restoresATableByCopyingBackWhatWasThere() {
        var table = made.get("RuntimeTable");
        var item = Map.of("p", text("container"), "s", text("1"), "d", text("{}"));
        TABLES.putItem(put -> put.tableName(table).item(item));

        TABLES.restoreTableToPointInTime(restore ->
                restore.sourceTableName(table)
                        .targetTableName(table + "-restored")
                        .useLatestRestorableTime(true));
        TABLES.deleteItem(
                gone -> gone.tableName(table).key(Map.of("p", text("container"), "s", text("1"))));
        TABLES.scanPaginator(all -> all.tableName(table + "-restored")).items().stream()
                .forEach(each -> TABLES.putItem(put -> put.tableName(table).item(each)));
        TABLES.deleteTable(gone -> gone.tableName(table + "-restored"));

        assertThat(TABLES.scan(all -> all.tableName(table)).items()).containsExactly(item);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.builder().s(value).build();
    }

    /// "Remove everything, AWS". Whether a table was protected before, the emulator does not say.
    @Test
    void removesATableOnceItsProtectionIsLifted() {
        var tables = Excerpt.of(Synthesised.byDefault().template(), Set.of("AWS::DynamoDB::Table"));
        var table = deploy("removed", tables.template().toString()).get("CatalogTable");

        TABLES.updateTable(free -> free.tableName(table).deletionProtectionEnabled(false));
        TABLES.deleteTable(gone -> gone.tableName(table));

        assertThat(TABLES.listTables().tableNames()).doesNotContain(table);
    }

    private static String id(String prefix) {
        return made.keySet().stream()
                .filter(each -> each.matches(prefix + "[0-9A-F]{8}"))
                .findFirst()
                .orElseThrow();
    }

    private static Message next(String queue) {
        for (int tries = 0; tries < 10; tries++) {
            var messages = received(queue);
            if (!messages.isEmpty()) {
                return messages.getFirst();
            }
        }
        throw new AssertionError("nothing came into " + queue);
    }

    private static List<Message> received(String queue) {
        return QUEUES.receiveMessage(
                        receive -> receive.queueUrl(made.get(queue)).waitTimeSeconds(1))
                .messages();
    }
}
