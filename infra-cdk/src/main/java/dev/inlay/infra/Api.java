package dev.inlay.infra;

import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.constructs.Construct;

/// The one address of the control plane, for sensors and for people. Routes are added by the stages
/// that answer them.
final class Api extends Construct {
    /// Requests a second: 10,000 containers that all report within five seconds.
    private static final int RATE = 2_000;

    private static final int BURST = 4_000;

    private final HttpApi http;

    Api(Construct scope, String id, Settings settings) {
        super(scope, id);
        http =
                HttpApi.Builder.create(this, "Http")
                        .apiName("inlay")
                        .description("Inlay: sensors and people")
                        .createDefaultStage(false)
                        .build();
        CfnStage.Builder.create(this, "Stage")
                .apiId(http.getApiId())
                .stageName("$default")
                .autoDeploy(true)
                .defaultRouteSettings(
                        CfnStage.RouteSettingsProperty.builder()
                                .throttlingRateLimit(RATE)
                                .throttlingBurstLimit(BURST)
                                .build())
                .accessLogSettings(
                        CfnStage.AccessLogSettingsProperty.builder()
                                .destinationArn(
                                        Retention.group(this, "Log", settings).getLogGroupArn())
                                .format(line())
                                .build())
                .build();
    }

    /// One line per request, in JSON. No header and no body: they hold bearers and behaviour.
    private static String line() {
        return Map.of(
                        "time", "$context.requestTime",
                        "request", "$context.requestId",
                        "route", "$context.routeKey",
                        "status", "$context.status",
                        "address", "$context.identity.sourceIp",
                        "bytes", "$context.responseLength",
                        "millis", "$context.responseLatency",
                        "error", "$context.error.message",
                        "refused", "$context.authorizer.error",
                        "behind", "$context.integrationErrorMessage")
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(field -> "\"" + field.getKey() + "\":\"" + field.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    HttpApi http() {
        return http;
    }

    String id() {
        return http.getApiId();
    }

    String url() {
        return http.getApiEndpoint();
    }

    /// Of something in it, as IAM names it: `*/GET/api/v1/images`.
    String arn(String of) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("execute-api")
                                .resource(id())
                                .resourceName(of)
                                .arnFormat(ArnFormat.SLASH_RESOURCE_NAME)
                                .build());
    }
}
