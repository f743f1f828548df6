package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.infra.deploy.Permission;
import dev.inlay.infra.deploy.Permissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DirectTest {
    private static final Synthesised DIRECT = Synthesised.with(Map.of("sensors", "direct"));

    @Test
    void isThereOnlyWhereItIsAskedFor() {
        assertThat(Synthesised.byDefault().resources("AWS::S3::Bucket")).isEmpty();
        assertThat(queues(Synthesised.byDefault())).noneMatch(id -> id.startsWith("Direct"));
        assertThat(queues(DIRECT)).anyMatch(id -> id.startsWith("DirectTelemetryQueue"));
    }

    @Test
    void letsSensorsSendAndFetchAndNothingElse() {
        var policy =
                DIRECT.resources("AWS::IAM::ManagedPolicy").entrySet().stream()
                        .filter(each -> each.getKey().startsWith("DirectSensors"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow();
        var statements = policy.at("/Properties/PolicyDocument/Statement");

        assertThat(statements).hasSize(2);
        assertThat(statements.path(0).path("Action").asText()).isEqualTo("sqs:SendMessage");
        assertThat(statements.path(0).path("Resource"))
                .allSatisfy(on -> assertThat(on.at("/Fn::GetAtt/0").asText()).startsWith("Direct"));
        assertThat(statements.path(1).path("Action").asText()).isEqualTo("s3:GetObject");
        assertThat(statements.path(1).path("Resource").toString()).contains("/policies/*");
        assertThat(policy.at("/Properties/Roles").isMissingNode()).isTrue();
        assertThat(DIRECT.template().path("Outputs").has("PolicyForSensors")).isTrue();
    }

    /// Otherwise a task whose role may send to every queue says there who it likes to be.
    @Test
    void letsNobodyButTheGatewayWriteWhereItIsBelieved() {
        for (var queue : List.of("QueuesTelemetry", "QueuesViolations")) {
            var denied =
                    statements(queue)
                            .filter(each -> each.path("Effect").asText().equals("Deny"))
                            .filter(each -> each.path("Action").asText().equals("sqs:SendMessage"))
                            .toList();

            assertThat(denied).hasSize(1);
            assertThat(denied.getFirst().at("/Principal/AWS").asText()).isEqualTo("*");
            var except = denied.getFirst().at("/Condition/ArnNotEquals/aws:PrincipalArn");
            assertThat(except).hasSize(2);
            assertThat(except.toString()).contains("Sender").contains("ConsoleApi");
        }
        assertThat(statements("DirectTelemetry"))
                .isNotEmpty()
                .noneMatch(each -> each.path("Action").asText().equals("sqs:SendMessage"));
    }

    @Test
    void isReadByTheFunctionThatBelievesOnlyWhoSent() {
        var fed = new TreeSet<String>();
        DIRECT.properties("AWS::Lambda::EventSourceMapping")
                .forEach(each -> fed.add(each.at("/EventSourceArn/Fn::GetAtt/0").asText()));

        assertThat(fed).hasSize(6).anyMatch(id -> id.startsWith("DirectViolations"));
    }

    /// Like all others: people see what was parked there, and send it back.
    @Test
    void letsPeopleCountAndRedriveWhatWasParked() {
        for (var queue : List.of("DirectTelemetry", "DirectViolations")) {
            assertThat(granted("ConsoleApi", "sqs:StartMessageMoveTask"))
                    .anyMatch(on -> on.startsWith(queue + "Parked"));
            assertThat(granted("ConsoleApi", "sqs:SendMessage"))
                    .anyMatch(on -> on.startsWith(queue + "Queue"));
            assertThat(granted("ConsoleApi", "sqs:GetQueueAttributes"))
                    .anyMatch(on -> on.startsWith(queue + "Queue"))
                    .anyMatch(on -> on.startsWith(queue + "Parked"));
        }
        assertThat(
                        DIRECT.properties("AWS::Lambda::Function").stream()
                                .filter(each ->
                                        each.path("Handler").asText().contains("ConsoleApi"))
                                .map(each -> each.at("/Environment/Variables").toString()))
                .singleElement()
                .asString()
                .contains("INLAY_DIRECT_TELEMETRY_QUEUE", "INLAY_DIRECT_VIOLATIONS_QUEUE");
    }

    private static List<String> granted(String who, String action) {
        return Permissions.of(DIRECT.template()).stream()
                .filter(Permission::isAllowed)
                .filter(each -> each.who().equals(who) && each.actions().contains(action))
                .flatMap(each -> each.resources().stream())
                .toList();
    }

    @Test
    void keepsPoliciesFromThePublic() {
        assertThat(DIRECT.properties("AWS::S3::Bucket"))
                .singleElement()
                .satisfies(bucket ->
                        assertThat(bucket.path("PublicAccessBlockConfiguration"))
                                .hasSize(4)
                                .allSatisfy(each -> assertThat(each.asBoolean()).isTrue()));
    }

    @Test
    void tellsTheTaskWhatToBakeIn() {
        var environment =
                DIRECT.properties("AWS::ECS::TaskDefinition")
                        .getFirst()
                        .at("/ContainerDefinitions/0/Environment");

        assertThat(environment)
                .extracting(each -> each.path("Name").asText())
                .contains(
                        "INLAY_SENSORS",
                        "INLAY_POLICY_BUCKET",
                        "INLAY_POLICY_URL",
                        "INLAY_DIRECT_TELEMETRY_QUEUE",
                        "INLAY_DIRECT_VIOLATIONS_QUEUE");
    }

    private static Set<String> queues(Synthesised stack) {
        return stack.resources("AWS::SQS::Queue").keySet();
    }

    private static Stream<JsonNode> statements(String queue) {
        return DIRECT.properties("AWS::SQS::QueuePolicy").stream()
                .filter(each -> each.at("/Queues/0/Ref").asText().startsWith(queue + "Queue"))
                .flatMap(each ->
                        StreamSupport.stream(
                                each.at("/PolicyDocument/Statement").spliterator(), false));
    }
}
