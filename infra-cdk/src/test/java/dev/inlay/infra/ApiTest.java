package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static final Synthesised STACK = Synthesised.byDefault();

    @Test
    void letsNobodyInWhoIsNotKnown() {
        var authorization =
                STACK.properties("AWS::ApiGatewayV2::Route").stream()
                        .collect(
                                Collectors.toMap(
                                        route -> route.path("RouteKey").asText(),
                                        route -> route.path("AuthorizationType").asText()));

        assertThat(authorization)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "POST /v1/session", "NONE",
                                "GET /v1/policy", "CUSTOM",
                                "POST /v1/telemetry", "CUSTOM",
                                "POST /v1/telemetry/violations", "CUSTOM",
                                "ANY /api/v1/{proxy+}", "AWS_IAM"));
    }

    @Test
    void knowsSensorsByTheirKeyForFiveMinutes() {
        var authorizers = STACK.resources("AWS::ApiGatewayV2::Authorizer");
        assertThat(authorizers).hasSize(1);
        var sessions = authorizers.values().iterator().next().path("Properties");

        assertThat(sessions.path("AuthorizerType").asText()).isEqualTo("REQUEST");
        assertThat(sessions.path("EnableSimpleResponses").asBoolean()).isTrue();
        assertThat(sessions.path("AuthorizerPayloadFormatVersion").asText()).isEqualTo("2.0");
        assertThat(sessions.path("IdentitySource").toString())
                .isEqualTo("[\"$request.header.Authorization\"]");
        assertThat(sessions.path("AuthorizerResultTtlInSeconds").asInt()).isEqualTo(300);
        assertThat(STACK.properties("AWS::ApiGatewayV2::Route"))
                .filteredOn(route -> route.path("AuthorizationType").asText().equals("CUSTOM"))
                .allSatisfy(route ->
                        assertThat(route.at("/AuthorizerId/Ref").asText())
                                .isEqualTo(authorizers.keySet().iterator().next()));
    }

    /// The body goes through as it is, and who sent it is what the authorizer says.
    @Test
    void putsFramesIntoQueuesWithWhoSentThem() {
        var integrations =
                STACK.properties("AWS::ApiGatewayV2::Integration").stream()
                        .filter(integration -> integration.has("IntegrationSubtype"))
                        .toList();

        assertThat(integrations)
                .hasSize(2)
                .allSatisfy(integration -> {
                    assertThat(integration.path("IntegrationSubtype").asText())
                            .isEqualTo("SQS-SendMessage");
                    var parameters = integration.path("RequestParameters");
                    assertThat(parameters.path("MessageBody").asText()).isEqualTo("$request.body");
                    assertThat(parameters.path("MessageAttributes").asText())
                            .isEqualTo(
                                    "{\"session\":{\"DataType\":\"String\","
                                            + "\"StringValue\":\"${context.authorizer.session}\"},"
                                            + "\"image\":{\"DataType\":\"String\","
                                            + "\"StringValue\":\"${context.authorizer.image}\"}}");
                    assertThat(integration.at("/ResponseParameters/200").toString())
                            .contains("\"Source\":\"202\"")
                            .contains("overwrite:statuscode");
                });
        assertThat(integrations)
                .extracting(ApiTest::queue)
                .satisfiesExactlyInAnyOrder(
                        queue -> assertThat(queue).startsWith("QueuesTelemetry"),
                        queue -> assertThat(queue).startsWith("QueuesViolations"));
    }

    private static String queue(JsonNode integration) {
        return integration.at("/RequestParameters/QueueUrl/Ref").asText();
    }

    /// Keys and behaviour stay out of the log.
    @Test
    void logsEachRequestWithoutItsHeadersAndBody() {
        assertThat(STACK.properties("AWS::ApiGatewayV2::Stage"))
                .singleElement()
                .satisfies(stage -> {
                    assertThat(stage.at("/AccessLogSettings/Format").asText())
                            .contains("$context.routeKey", "$context.status")
                            .doesNotContain("header", "body", "authorizer.session");
                    assertThat(stage.at("/DefaultRouteSettings/ThrottlingRateLimit").asInt())
                            .isPositive();
                });
    }

    @Test
    void givesPeopleThePartThatIsTheirs() {
        var policies = STACK.properties("AWS::IAM::ManagedPolicy");

        assertThat(policies).hasSize(2);
        assertThat(policies.toString()).contains("/*/GET/api/*", "/*/*/api/*");
        assertThat(policies).allSatisfy(policy -> assertThat(policy.has("Roles")).isFalse());
    }
}
