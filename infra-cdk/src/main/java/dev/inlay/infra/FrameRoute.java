package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.apigatewayv2.CfnIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/// Puts what sensors post straight into a queue: nothing of ours can be overloaded, and an answer
/// of 202 means that SQS has it.
///
/// Who sent a frame is what the authorizer says, as attributes of the message; what the frame says
/// of itself is not believed. (Integration subtype SQS-SendMessage 1.0. With the CDK's own
/// integration the body would be one field of the frame, and the status cannot be said.)
final class FrameRoute extends Construct {
    private static final String SENDER =
            "{\"session\":{\"DataType\":\"String\",\"StringValue\":\"${context.authorizer.session}\"},"
                    + "\"image\":{\"DataType\":\"String\",\"StringValue\":\"${context.authorizer.image}\"}}";

    private final Role sender;

    FrameRoute(
            Construct scope,
            String id,
            String path,
            FlowQueue to,
            Api api,
            SensorAuthorizer authorizer) {
        super(scope, id);
        sender = sender(to);
        var integration =
                CfnIntegration.Builder.create(this, "Integration")
                        .apiId(api.id())
                        .integrationType("AWS_PROXY")
                        .integrationSubtype("SQS-SendMessage")
                        .payloadFormatVersion("1.0")
                        .credentialsArn(sender.getRoleArn())
                        .requestParameters(
                                Map.of(
                                        "QueueUrl",
                                        to.url(),
                                        "MessageBody",
                                        "$request.body",
                                        "MessageAttributes",
                                        SENDER))
                        .responseParameters(answering("200", "202"))
                        .build();
        CfnRoute.Builder.create(this, "Route")
                .apiId(api.id())
                .routeKey("POST " + path)
                .authorizationType("CUSTOM")
                .authorizerId(authorizer.authorizer())
                .target("integrations/" + integration.getRef())
                .build();
    }

    /// Whose credentials the gateway sends with.
    Role sender() {
        return sender;
    }

    private Role sender(FlowQueue to) {
        var role =
                Role.Builder.create(this, "Sender")
                        .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
                        .build();
        to.allowSending(role);
        return role;
    }

    private static Map<String, Object> answering(String status, String instead) {
        return Map.of(
                status,
                Map.of(
                        "ResponseParameters",
                        List.of(Map.of("Source", instead, "Destination", "overwrite:statuscode"))));
    }
}
