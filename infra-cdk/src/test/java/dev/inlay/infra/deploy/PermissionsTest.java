package dev.inlay.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.infra.Synthesised;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every statement of every policy, for every choice that grants something.
class PermissionsTest {
    private static final Map<String, String> EVERYTHING =
            Map.of(
                    "tracing", "true",
                    "rollServices", "true",
                    "securityHub", "true",
                    "sensors", "direct");

    static Stream<Map<String, String>> choices() {
        return Stream.of(Map.of(), EVERYTHING);
    }

    @ParameterizedTest
    @MethodSource("choices")
    void grantsNoActionByAStar(Map<String, String> settings) {
        assertThat(allowed(Synthesised.with(settings).template()))
                .isNotEmpty()
                .allSatisfy(permission ->
                        assertThat(permission.actions())
                                .allSatisfy(action ->
                                        assertThat(action)
                                                .as(permission.who())
                                                .doesNotContain("*")));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void grantsOnEverythingOnlyWhatHasAReason(Map<String, String> settings) {
        assertThat(unbounded(Synthesised.with(settings).template()))
                .isNotEmpty()
                .allSatisfy(action -> assertThat(Unbounded.because(action)).as(action).isPresent());
    }

    /// The negative control: the same check sees a statement that is too wide.
    @Test
    void seesWhatIsTooWide() throws Exception {
        var wide =
                new ObjectMapper()
                        .readTree(
                                """
                                {"Resources": {"P": {"Type": "AWS::IAM::Policy", "Properties": {
                                  "Roles": [{"Ref": "X"}],
                                  "PolicyDocument": {"Statement": [
                                    {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}
                                  ]}}}}}
                                """);

        assertThat(unbounded(wide)).containsExactly("dynamodb:*");
        assertThat(Unbounded.because("dynamodb:*")).isEmpty();
    }

    /// What AWS manages for everybody grants more than anybody needs.
    @ParameterizedTest
    @MethodSource("choices")
    void usesNoPoliciesOfOthers(Map<String, String> settings) {
        assertThat(Synthesised.with(settings).properties("AWS::IAM::Role"))
                .allSatisfy(role -> assertThat(role.has("ManagedPolicyArns")).isFalse());
    }

    @Test
    void boundsWhatAStarIsPartOf() {
        var patterns =
                allowed(Synthesised.with(EVERYTHING).template()).stream()
                        .flatMap(permission -> permission.resources().stream())
                        .filter(resource -> resource.contains("*") && !resource.equals("*"))
                        .distinct()
                        .toList();

        assertThat(patterns)
                .containsExactlyInAnyOrder(
                        "arn:{partition}:ecr:{region}:{accountid}:repository/*",
                        "arn:{partition}:ecs:{region}:{accountid}:task-definition/inlay-instrument:*",
                        "arn:{partition}:ecs:{region}:{accountid}:task/*",
                        "arn:{partition}:ecs:{region}:{accountid}:service/*",
                        "arn:{partition}:ecs:{region}:{accountid}:task-definition/*",
                        "arn:{partition}:iam::{accountid}:role/*",
                        "DirectPolicies/policies/*",
                        "arn:{partition}:execute-api:{region}:{accountid}:ApiHttp/*/GET/api/*",
                        "arn:{partition}:execute-api:{region}:{accountid}:ApiHttp/*/*/api/*");
    }

    @Test
    void staysInTheRepositoriesThatWereNamed() {
        var resources =
                allowed(Synthesised.with(Map.of("repositories", "shop/*")).template()).stream()
                        .filter(permission -> permission.actions().contains("ecr:PutImage"))
                        .flatMap(permission -> permission.resources().stream());

        assertThat(resources)
                .containsExactly("arn:{partition}:ecr:{region}:{accountid}:repository/shop/*");
    }

    /// Who can do a thing is as important as what can be done.
    @Test
    void letsOnlyThoseSignPushAndStartWhoHaveTo() {
        assertThat(who("kms:Sign"))
                .containsExactlyInAnyOrder("ConsoleApi", "InstrumentTaskTask", "PolicyEval");
        assertThat(who("ecr:PutImage")).containsExactly("InstrumentTaskTask");
        assertThat(who("ecs:RunTask")).containsExactly("RegistryScan");
        assertThat(who("secretsmanager:GetSecretValue"))
                .containsExactlyInAnyOrder("ConsoleApi", "InstrumentTaskTask", "SensorAuthorizer");
        assertThat(who("sqs:StartMessageMoveTask")).containsExactly("ConsoleApi");
        assertThat(who("sns:Publish")).containsExactlyInAnyOrder("Coverage", "PolicyEval");
    }

    /// Whoever takes messages from a queue says why one was given up, and touches nothing else
    /// there unless its work is there.
    @Test
    void letsEverybodySayWhyWhoTakesMessages() {
        for (var who :
                List.of("RegistryScan", "InstrumentTaskTask", "PolicyEval", "TelemetryIngest")) {
            assertThat(allowed(Synthesised.byDefault().template()))
                    .as(who)
                    .anySatisfy(permission -> {
                        assertThat(permission.who()).isEqualTo(who);
                        assertThat(permission.actions()).contains("dynamodb:UpdateItem");
                        assertThat(permission.resources()).containsExactly("RuntimeTable");
                    });
        }
        assertThat(allowed(Synthesised.byDefault().template()))
                .filteredOn(each -> each.who().equals("RegistryScan"))
                .filteredOn(each -> each.resources().contains("RuntimeTable"))
                .extracting(Permission::condition)
                .containsExactly("dynamodb:LeadingKeys is like rejected#*");
    }

    /// Policies of the things themselves: nobody from outside the account.
    @Test
    void opensNothingToOtherAccounts() {
        for (var resource : Synthesised.byDefault().template().path("Resources")) {
            for (var document : List.of("/Properties/PolicyDocument", "/Properties/KeyPolicy")) {
                for (var statement : resource.at(document + "/Statement")) {
                    if (statement.path("Effect").asText().equals("Allow")) {
                        assertThat(statement.path("Principal").toString()).doesNotContain("\"*\"");
                    }
                }
            }
        }
    }

    private static List<String> who(String action) {
        return allowed(Synthesised.byDefault().template()).stream()
                .filter(permission -> permission.actions().contains(action))
                .map(Permission::who)
                .distinct()
                .toList();
    }

    private static List<Permission> allowed(JsonNode template) {
        return Permissions.of(template).stream().filter(Permission::isAllowed).toList();
    }

    private static List<String> unbounded(JsonNode template) {
        var actions = new ArrayList<String>();
        allowed(template).stream()
                .filter(Permission::isOnEverything)
                .forEach(permission -> actions.addAll(permission.actions()));
        return actions;
    }
}
