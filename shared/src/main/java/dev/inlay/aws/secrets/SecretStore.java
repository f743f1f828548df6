package dev.inlay.aws.secrets;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

/// Reads texts from Secrets Manager. They are not kept: who needs one reads it once.
public final class SecretStore {
    private final SecretsManagerClient client;

    public SecretStore(Connection connection) {
        this.client = connection.client(SecretsManagerClient.builder());
    }

    /// The current version of a secret.
    ///
    /// @param secret its ARN
    public String read(String secret) {
        var request = GetSecretValueRequest.builder().secretId(secret).build();
        var text =
                AwsFailure.call(
                                "reading the secret " + secret,
                                () -> client.getSecretValue(request))
                        .secretString();
        if (text == null || text.isEmpty()) {
            throw new PermanentFailure(
                    "secret-malformed",
                    "reading the secret %s: it holds no text; it has to be a random text of 64 characters"
                            .formatted(secret));
        }
        return text;
    }
}
