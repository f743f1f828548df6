package dev.inlay.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnAuthorizer;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Permission;
import software.constructs.Construct;

/// Knows sensors by their session key. Its answer is kept for five minutes: so long a sensor goes
/// on after its session, its image or its epoch was revoked, and so rarely it is asked.
final class SensorAuthorizer extends Construct {
    private static final Duration LIMIT = Duration.seconds(5);
    private static final int KEPT_SECONDS = 300;

    private final FlowFunction function;
    private final CfnAuthorizer authorizer;

    SensorAuthorizer(Construct scope, String id, Flow flow, Api api) {
        super(scope, id);
        function =
                new FlowFunction(
                        this,
                        "Default",
                        new FlowFunction.Work(
                                flow.assets().consoleApi(),
                                "dev.inlay.console.SensorAuthorizerHandler",
                                1024,
                                LIMIT),
                        flow.settings(),
                        flow.environment(flow.keys().secretEnvironment()));
        flow.keys().allowSecret(function.who());
        Access.READ.to(flow.storage().catalog(), function.who());
        authorizer =
                CfnAuthorizer.Builder.create(this, "Sessions")
                        .apiId(api.id())
                        .name("sensor-sessions")
                        .authorizerType("REQUEST")
                        .authorizerUri(uri())
                        .authorizerPayloadFormatVersion("2.0")
                        .enableSimpleResponses(true)
                        .identitySource(List.of("$request.header.Authorization"))
                        .authorizerResultTtlInSeconds(KEPT_SECONDS)
                        .build();
        function.live()
                .addPermission(
                        "Asked",
                        Permission.builder()
                                .principal(new ServicePrincipal("apigateway.amazonaws.com"))
                                .sourceArn(asking(api))
                                .build());
    }

    private String uri() {
        var stack = Stack.of(this);
        return "arn:"
                + stack.getPartition()
                + ":apigateway:"
                + stack.getRegion()
                + ":lambda:path/2015-03-31/functions/"
                + function.live().getFunctionArn()
                + "/invocations";
    }

    private String asking(Api api) {
        return api.arn("authorizers/" + authorizer.getRef());
    }

    /// What a route names to be behind it.
    String authorizer() {
        return authorizer.getRef();
    }

    FlowFunction function() {
        return function;
    }
}
