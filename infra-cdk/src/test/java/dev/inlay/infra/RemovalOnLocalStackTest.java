package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.aws.LocalStack;
import dev.inlay.aws.SignedCall;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackResource;

/// "Rotate the signing key, AWS" and "Remove everything, AWS" of docs/operations.md, as far as they
/// are about keys and the secret: what the stack leaves behind on purpose, people can end.
@Tag("emulator")
class RemovalOnLocalStackTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STACK = "kept";
    private static final Excerpt KEPT =
            Excerpt.of(
                    Synthesised.byDefault().template(),
                    Set.of("AWS::KMS::Key", "AWS::SecretsManager::Secret"));
    private static final CloudFormationClient STACKS =
            LocalStack.client(CloudFormationClient.builder());
    private static final BackoffStrategy OFTEN =
            BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(200));

    @Test
    void endsTheKeysAndTheSecretThatTheStackLeavesBehind() throws JsonProcessingException {
        STACKS.createStack(make -> make.stackName(STACK).templateBody(KEPT.template().toString()));
        STACKS.waiter()
                .waitUntilStackCreateComplete(
                        ask -> ask.stackName(STACK),
                        wait -> wait.backoffStrategyV2(OFTEN).maxAttempts(300));
        var made =
                STACKS.describeStackResources(ask -> ask.stackName(STACK)).stackResources().stream()
                        .collect(
                                Collectors.toMap(
                                        StackResource::logicalResourceId,
                                        StackResource::physicalResourceId));
        assertThat(made).containsOnlyKeys("SigningKey1", "SigningKey2", "Secret");

        var key = Map.of("KeyId", made.get("SigningKey1"));
        assertThat(kms("DescribeKey", key).at("/KeyMetadata/KeyState").asText())
                .isEqualTo("Enabled");
        kms("DisableKey", key);
        assertThat(kms("DescribeKey", key).at("/KeyMetadata/KeyState").asText())
                .isEqualTo("Disabled");
        kms(
                "ScheduleKeyDeletion",
                Map.of("KeyId", made.get("SigningKey1"), "PendingWindowInDays", 30));
        assertThat(kms("DescribeKey", key).at("/KeyMetadata/KeyState").asText())
                .isEqualTo("PendingDeletion");

        var secret = Map.of("SecretId", made.get("Secret"));
        assertThat(secrets("DescribeSecret", secret).has("DeletedDate")).isFalse();
        secrets("DeleteSecret", secret);
        assertThat(secrets("DescribeSecret", secret).hasNonNull("DeletedDate")).isTrue();
    }

    private static JsonNode kms(String action, Map<String, ?> request)
            throws JsonProcessingException {
        return call("kms", "TrentService." + action, request);
    }

    private static JsonNode secrets(String action, Map<String, ?> request)
            throws JsonProcessingException {
        return call("secretsmanager", "secretsmanager." + action, request);
    }

    private static JsonNode call(String service, String target, Map<String, ?> request)
            throws JsonProcessingException {
        var answer =
                new SignedCall(LocalStack.connection(), service)
                        .send(
                                target,
                                SdkHttpMethod.POST,
                                "/",
                                Map.of(
                                        "content-type",
                                        "application/x-amz-json-1.1",
                                        "x-amz-target",
                                        target),
                                JSON.writeValueAsString(request));
        assertThat(answer.isDone()).as(answer.body()).isTrue();
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }
}
