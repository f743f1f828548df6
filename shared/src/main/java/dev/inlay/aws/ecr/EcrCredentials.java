package dev.inlay.aws.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Login;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/// The login to ECR that the role of a function or task is good for; it holds for twelve hours.
/// Other registries stay anonymous: the token is not for them.
public final class EcrCredentials implements Credentials {
    private static final Pattern ECR =
            Pattern.compile(
                    "[0-9]{12}\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|on\\.aws)");

    private final EcrClient client;
    private final String region;

    public EcrCredentials(Connection connection) {
        this.client = connection.client(EcrClient.builder());
        this.region = connection.region();
    }

    @Override
    public Optional<Login> login(String registry) {
        var host = ECR.matcher(registry);
        if (!host.matches()) {
            return Optional.empty();
        }
        if (!host.group(1).equals(region)) {
            throw new PermanentFailure(
                    "registry-region",
                    "asking for the login of %s: this installation is in %s, and works in one region"
                            .formatted(registry, region));
        }
        return Optional.of(ask(registry));
    }

    private Login ask(String registry) {
        var attempt = "asking ECR for the login of " + registry;
        return AwsFailure.call(attempt, () -> client.getAuthorizationToken(any -> {}))
                .authorizationData()
                .stream()
                .findFirst()
                .map(data -> login(attempt, data))
                .orElseThrow(() -> malformed(attempt));
    }

    /// It says when it ends, so that it is renewed before and not when it is refused.
    private static Login login(String attempt, AuthorizationData data) {
        try {
            var pair = new String(Base64.getDecoder().decode(data.authorizationToken()), UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new Login(
                        pair.substring(0, colon),
                        pair.substring(colon + 1),
                        Optional.ofNullable(data.expiresAt()));
            }
        } catch (IllegalArgumentException e) {
            // Not base64: malformed, as below. The token itself is not told.
        }
        throw malformed(attempt);
    }

    private static PermanentFailure malformed(String attempt) {
        return new PermanentFailure(
                "registry-login", attempt + ": the answer holds no user and password");
    }
}
