package dev.inlay.aws.secrets;

import dev.inlay.aws.Connection;
import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;

/// Reads texts from Secrets Manager. They are not kept: who needs one reads it once.
public final class SecretStore {
    private final JsonCall secrets;

    public SecretStore(Connection connection) {
        this.secrets = new JsonCall(connection, JsonApi.SECRETS_MANAGER);
    }

    /// The current version of a secret.
    ///
    /// @param secret its ARN
    public String read(String secret) {
        var attempt = "reading the secret " + secret;
        var answer = secrets.ask(attempt, "GetSecretValue", Json.object().put("SecretId", secret));
        var text = answer.path("SecretString").asText("");
        if (text.isEmpty()) {
            throw new PermanentFailure(
                    "secret-malformed",
                    attempt + ": it holds no text; it has to be a random text of 64 characters");
        }
        return text;
    }
}
