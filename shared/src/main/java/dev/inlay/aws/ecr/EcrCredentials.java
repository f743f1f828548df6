package dev.inlay.aws.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.aws.Connection;
import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Login;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The login to ECR that the role of a function or task is good for; it holds for twelve hours.
/// Other registries stay anonymous: the token is not for them.
public final class EcrCredentials implements Credentials {
    private static final Pattern ECR =
            Pattern.compile(
                    "[0-9]{12}\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|on\\.aws)");

    private final JsonCall ecr;
    private final String region;

    public EcrCredentials(Connection connection) {
        this.ecr = new JsonCall(connection, JsonApi.ECR);
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
        var answer = ecr.ask(attempt, "GetAuthorizationToken", Json.object());
        return login(attempt, answer.path("authorizationData").path(0));
    }

    /// It says when it ends, so that it is renewed before and not when it is refused.
    private static Login login(String attempt, JsonNode data) {
        try {
            var token = data.path("authorizationToken").asText();
            var pair = new String(Base64.getDecoder().decode(token), UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new Login(
                        pair.substring(0, colon),
                        pair.substring(colon + 1),
                        expires(data.path("expiresAt")));
            }
        } catch (IllegalArgumentException e) {
            // Not base64: malformed, as below. The token itself is not told.
        }
        throw malformed(attempt);
    }

    /// Seconds since 1970, with a fraction.
    private static Optional<Instant> expires(JsonNode seconds) {
        return seconds.isNumber()
                ? Optional.of(
                        Instant.ofEpochMilli(
                                seconds.decimalValue()
                                        .multiply(BigDecimal.valueOf(1_000))
                                        .longValue()))
                : Optional.empty();
    }

    private static PermanentFailure malformed(String attempt) {
        return new PermanentFailure(
                "registry-login", attempt + ": the answer holds no user and password");
    }
}
