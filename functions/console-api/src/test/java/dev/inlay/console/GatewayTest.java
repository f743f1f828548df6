package dev.inlay.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.session.Enrolled;
import dev.inlay.session.SessionGate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Behind API Gateway: who asks is what its authorizers say.
class GatewayTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final String ARN = "arn:aws:iam::111122223333:user/alice";

    private final Console console = new Console();
    private final SensorAuthorizerHandler authorizer =
            new SensorAuthorizerHandler(new SessionGate(console.sessions, console.revocations));
    private final ConsoleApiHandler handler =
            new ConsoleApiHandler(console.parts(new GatewayDoor()));

    @Test
    void letsPeopleInWhomIamRecognised() {
        assertThat(ask("/api/v1/images", Map.of(), iam())).isEqualTo(200);
    }

    @Test
    void letsNobodyInByWhatTheRequestSaysOfItself() {
        var key = console.sessions.key(console.sessions.open(new Enrolled(SHOP, 1)));
        var headers =
                Map.of(
                        "authorization",
                        "Bearer " + Console.TOKEN,
                        "x-amzn-iam-user-arn",
                        ARN,
                        "x-amz-security-token",
                        ARN,
                        "x-amzn-requestcontext",
                        "{\"authorizer\":{\"iam\":{\"userArn\":\"a\"}}}");

        assertThat(ask("/api/v1/images", headers, null)).isEqualTo(401);
        assertThat(ask("/v1/policy", Map.of("authorization", "Bearer " + key), null))
                .isEqualTo(401);
    }

    @Test
    void takesASensorForNoPersonAndAPersonForNoSensor() {
        var sensor = authorized(console.sessions.key(console.sessions.open(new Enrolled(SHOP, 1))));

        assertThat(ask("/api/v1/images", Map.of(), sensor)).isEqualTo(401);
        assertThat(ask("/v1/policy", Map.of(), iam())).isEqualTo(401);
    }

    @Test
    void givesASensorThePolicyOfTheSessionTheAuthorizerFound() {
        console.firstPolicy(SHOP);
        var shop = authorized(console.sessions.key(console.sessions.open(new Enrolled(SHOP, 1))));
        var other =
                authorized(
                        console.sessions.key(
                                console.sessions.open(new Enrolled(Digest.ofText("other"), 1))));

        assertThat(ask("/v1/policy", Map.of(), shop)).isEqualTo(200);
        assertThat(ask("/v1/policy", Map.of(), other)).isEqualTo(404);
    }

    @Test
    void takesNoContextThatIsNotWhole() {
        var whole =
                Map.<String, Object>copyOf(
                        SessionContext.of(console.sessions.open(new Enrolled(SHOP, 1))));
        for (var name : whole.keySet()) {
            for (var value : List.of("", "x")) {
                var changed = new HashMap<>(whole);
                if (name.equals("session") && value.equals("x")) {
                    continue;
                }
                changed.put(name, value);
                assertThat(ask("/v1/policy", Map.of(), lambda(changed)))
                        .as("%s=%s", name, value)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void authorizesTheKeyOfAnOpenSession() {
        var session = console.sessions.open(new Enrolled(SHOP, 1));

        var answer = authorize("Bearer " + console.sessions.key(session));

        assertThat(answer).containsEntry("isAuthorized", true);
        assertThat(answer.get("context"))
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        "session",
                                        session.id(),
                                        "image",
                                        SHOP.value(),
                                        "epoch",
                                        "1",
                                        "expires",
                                        "2026-01-03T03:04:06.000Z")));
    }

    @Test
    void authorizesNobodyElse() {
        var key = console.sessions.key(console.sessions.open(new Enrolled(SHOP, 1)));

        for (var shown :
                List.of(
                        "",
                        "Bearer",
                        "Bearer ",
                        key,
                        "Basic " + key,
                        "Bearer " + key + "x",
                        "Bearer " + Console.TOKEN,
                        "Bearer " + console.tokens.issue(SHOP))) {
            assertThat(authorize(shown)).as(shown).containsEntry("isAuthorized", false);
        }
        assertThat(handle(new APIGatewayV2CustomAuthorizerEvent()))
                .containsEntry("isAuthorized", false);
    }

    @Test
    void authorizesNoSessionWhoseImageOrEpochWasRevoked() {
        var shop = "Bearer " + console.sessions.key(console.sessions.open(new Enrolled(SHOP, 1)));
        var later = "Bearer " + console.sessions.key(console.sessions.open(new Enrolled(SHOP, 2)));
        assertThat(authorize(shop)).containsEntry("isAuthorized", true);

        console.revocations.revoke(1);
        assertThat(authorize(shop)).containsEntry("isAuthorized", false);
        assertThat(authorize(later)).containsEntry("isAuthorized", true);
        console.revocations.revoke(SHOP);
        assertThat(authorize(later)).containsEntry("isAuthorized", false);
    }

    @Test
    void handsOnASessionThatARoleOpenedUntilItsImageIsRevoked() {
        var session = console.sessions.open(new Enrolled(SHOP, Enrolled.BY_ROLE));
        var key = console.sessions.key(session);
        var context = new HashMap<>(SessionContext.of(session));

        assertThat(authorize("Bearer " + key))
                .containsEntry("isAuthorized", true)
                .containsEntry("context", context);
        assertThat(Json.read(Json.write(tree(context)), 4_096, SessionContext::read))
                .isEqualTo(new Reading.Read<>(session));
        console.revocations.revoke(SHOP);
        assertThat(authorize("Bearer " + key)).containsEntry("isAuthorized", false);
    }

    private static ObjectNode tree(Map<String, String> context) {
        var tree = Json.object();
        context.forEach(tree::put);
        return tree;
    }

    private Map<String, Object> authorize(String authorization) {
        var event = new APIGatewayV2CustomAuthorizerEvent();
        event.setIdentitySource(List.of(authorization));
        return handle(event);
    }

    private Map<String, Object> handle(APIGatewayV2CustomAuthorizerEvent event) {
        return authorizer.handleRequest(event, new NoContext());
    }

    private RequestContext.Authorizer authorized(String key) {
        var context = (Map<?, ?>) requireNonNull(authorize("Bearer " + key).get("context"));
        var handed = new HashMap<String, Object>();
        context.forEach((name, value) -> handed.put(name.toString(), value));
        return lambda(handed);
    }

    private static RequestContext.Authorizer lambda(Map<String, Object> context) {
        return RequestContext.Authorizer.builder().withLambda(context).build();
    }

    private static RequestContext.Authorizer iam() {
        return RequestContext.Authorizer.builder()
                .withIam(RequestContext.IAM.builder().withUserArn(ARN).build())
                .build();
    }

    private int ask(
            String path,
            Map<String, String> headers,
            RequestContext.@Nullable Authorizer authorizer) {
        var context =
                RequestContext.builder()
                        .withHttp(RequestContext.Http.builder().withMethod("GET").build());
        var event =
                APIGatewayV2HTTPEvent.builder()
                        .withRawPath(path)
                        .withHeaders(headers)
                        .withRequestContext(context.withAuthorizer(authorizer).build())
                        .build();
        return handler.handleRequest(event, new NoContext()).getStatusCode();
    }
}
