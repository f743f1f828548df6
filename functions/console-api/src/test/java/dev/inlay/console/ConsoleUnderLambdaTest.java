package dev.inlay.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolments;
import dev.inlay.queue.QueueName;
import dev.inlay.session.DerivedKeys;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("emulator")
class ConsoleUnderLambdaTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final Map<String, ?> ALICE =
            Map.of("iam", Map.of("userArn", "arn:aws:iam::111122223333:user/alice"));

    private final EmulatedStack stack =
            new EmulatedStack()
                    .withTables()
                    .withQueues(
                            QueueName.SCAN,
                            QueueName.INSTRUMENT,
                            QueueName.VIOLATIONS,
                            QueueName.TELEMETRY,
                            QueueName.EVALUATE)
                    .withSecret()
                    .withSigningKey();

    @Test
    void doesWhatPeopleAskAndOpensSessionsThatTheAuthorizerKnows() {
        String key;
        try (var api = Lambda.start("dev.inlay.console.ConsoleApiHandler", stack.environment())) {
            key = sessionKey(api);
            var enrolment = "{\"repositories\":\"shop/*\"}";
            assertThat(status(api, "POST", "/api/v1/enrolments", enrolment, Map.of()))
                    .isEqualTo(401);
            assertThat(status(api, "POST", "/api/v1/enrolments", enrolment, ALICE))
                    .isBetween(200, 201);
            assertThat(status(api, "GET", "/api/v1/queues", "", ALICE)).isEqualTo(200);
            var order = "{\"reference\":\"shop/web:1.4\"}";
            assertThat(status(api, "POST", "/api/v1/instrument", order, ALICE)).isEqualTo(202);
        }
        assertThat(new Enrolments(stack.tables().catalog()).deciding("shop/web")).isPresent();
        assertThat(stack.received(QueueName.SCAN)).hasSize(1);

        try (var authorizer =
                Lambda.start("dev.inlay.console.SensorAuthorizerHandler", stack.environment())) {
            var known = authorizer.invoke(Events.authorizer("Bearer " + key));
            assertThat(known.path("isAuthorized").asBoolean()).isTrue();
            assertThat(known.at("/context/image").asText()).isEqualTo(SHOP.value());
            assertThat(known.at("/context/session").asText()).startsWith("s-");
            assertThat(isLetIn(authorizer, "Bearer " + key + "x")).isFalse();

            new Revocations(stack.tables().catalog()).revoke(SHOP);
            assertThat(isLetIn(authorizer, "Bearer " + key)).isFalse();
        }
    }

    private static boolean isLetIn(Lambda authorizer, String authorization) {
        return authorizer.invoke(Events.authorizer(authorization)).path("isAuthorized").asBoolean();
    }

    /// As a sensor opens one: with the token that was baked into its image.
    private String sessionKey(Lambda api) {
        var tokens =
                new EnrolmentTokens(
                        new DerivedKeys(EmulatedStack.SECRET).epochs(1),
                        new Revocations(stack.tables().catalog()));
        var request =
                """
                {"version": 1, "image": "%s", "token": "%s",
                 "container": {"hostname": "web-1", "started": "2026-01-02T03:04:05.000Z"},
                 "sensor": {"version": "0.1.0", "tier": "notify", "because": "", "forced": false,
                  "limits": []}}
                """;
        var refused =
                api.invoke(
                        Events.http(
                                "POST",
                                "/v1/session",
                                request.formatted(SHOP, tokens.issue(Digest.ofText("x"))),
                                Map.of()));
        assertThat(refused.path("statusCode").asInt()).isEqualTo(401);
        var opened =
                api.invoke(
                        Events.http(
                                "POST",
                                "/v1/session",
                                request.formatted(SHOP, tokens.issue(SHOP)),
                                Map.of()));
        assertThat(opened.path("statusCode").asInt()).isEqualTo(201);
        return Console.tree(opened.path("body").asText()).path("key").asText();
    }

    private static int status(
            Lambda api, String method, String path, String body, Map<String, ?> authorizer) {
        return api.invoke(Events.http(method, path, body, authorizer)).path("statusCode").asInt();
    }
}
