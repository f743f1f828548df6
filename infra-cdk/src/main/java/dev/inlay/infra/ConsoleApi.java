package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.AddRoutesOptions;
import software.amazon.awscdk.services.apigatewayv2.HttpAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.HttpAuthorizerAttributes;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpNoneAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.IHttpRouteAuthorizer;
import software.constructs.Construct;

/// What people and sensors ask. People are known by IAM (SigV4), sensors by their session, and who
/// opens a session shows the enrolment token of its image, which the function checks itself.
final class ConsoleApi extends Construct {
    private static final Duration LIMIT = Duration.seconds(29);

    private final FlowFunction function;

    ConsoleApi(Construct scope, String id, Flow flow, Api api, SensorAuthorizer authorizer) {
        super(scope, id);
        function =
                new FlowFunction(
                        this,
                        "Default",
                        new FlowFunction.Work(
                                flow.assets().consoleApi(),
                                "dev.inlay.console.ConsoleApiHandler",
                                1024,
                                LIMIT),
                        flow.settings(),
                        flow.environment(
                                flow.keys().signingEnvironment(),
                                flow.keys().secretEnvironment(),
                                flow.rolling(),
                                flow.shelf(),
                                flow.directQueues(),
                                flow.settings().sensors() == Sensors.ROLE
                                        ? Map.of("INLAY_ENDPOINT", api.url())
                                        : Map.of()));
        allowItsWork(flow);
        var answers = new HttpLambdaIntegration("Console", function.live());
        route(api, answers, HttpMethod.POST, "/v1/session", new HttpNoneAuthorizer());
        route(api, answers, HttpMethod.GET, "/v1/policy", sensors(authorizer));
        route(api, answers, HttpMethod.ANY, "/api/v1/{proxy+}", new HttpIamAuthorizer());
    }

    private void allowItsWork(Flow flow) {
        var who = function.who();
        Access.CHANGE.to(flow.storage().catalog(), who);
        Access.READ.to(flow.storage().profiles(), who);
        Access.CHANGE.to(flow.storage().runtime(), who);
        Access.CHANGE.to(flow.storage().findings(), who);
        flow.queues().scan().allowSending(who);
        flow.queues().evaluate().allowSending(who);
        flow.allQueues().values().forEach(queue -> queue.allowCounting(who));
        flow.allQueues().values().forEach(queue -> queue.allowRedriving(who));
        flow.allowShelving(who);
        flow.keys().allowSigning(who);
        flow.keys().allowSecret(who);
    }

    private IHttpRouteAuthorizer sensors(SensorAuthorizer authorizer) {
        return HttpAuthorizer.fromHttpAuthorizerAttributes(
                this,
                "Sensors",
                HttpAuthorizerAttributes.builder()
                        .authorizerId(authorizer.authorizer())
                        .authorizerType("CUSTOM")
                        .build());
    }

    private static void route(
            Api api,
            HttpLambdaIntegration answers,
            HttpMethod method,
            String path,
            IHttpRouteAuthorizer authorizer) {
        api.http()
                .addRoutes(
                        AddRoutesOptions.builder()
                                .path(path)
                                .methods(List.of(method))
                                .integration(answers)
                                .authorizer(authorizer)
                                .build());
    }

    FlowFunction function() {
        return function;
    }
}
