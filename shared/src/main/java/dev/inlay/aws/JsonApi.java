package dev.inlay.aws;

/// The services that are called by single requests of the JSON protocol: their clients would be
/// most of a function's jar (ECR 1.9 MB, EventBridge 1.7, KMS 1.4), and of its start.
///
/// Specification: AWS JSON protocol 1.1,
/// <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>.
public enum JsonApi {
    ECR("ECR", "ecr", "api.ecr", "AmazonEC2ContainerRegistry_V20150921"),
    EVENTBRIDGE("EventBridge", "events", "events", "AWSEvents"),
    KMS("KMS", "kms", "kms", "TrentService"),
    SECRETS_MANAGER("Secrets Manager", "secretsmanager", "secretsmanager", "secretsmanager"),
    CLOUDWATCH_LOGS("CloudWatch Logs", "logs", "logs", "Logs_20140328");

    private final String called;
    private final String signing;
    private final String prefix;
    private final String target;

    JsonApi(String called, String signing, String prefix, String target) {
        this.called = called;
        this.signing = signing;
        this.prefix = prefix;
        this.target = target;
    }

    /// As people call it.
    String called() {
        return called;
    }

    /// Requests to it.
    SignedCall through(Connection connection) {
        return new SignedCall(connection, signing, connection.endpoint(prefix, name()));
    }

    /// `X-Amz-Target` of an action.
    String target(String action) {
        return target + "." + action;
    }
}
