package dev.inlay.console;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import dev.inlay.log.Line;
import dev.inlay.log.Lines;
import dev.inlay.session.Proof;
import dev.inlay.session.Session;
import dev.inlay.session.SessionGate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells API Gateway which sensor asks, by the key of its session. The gateway keeps an answer for
/// each key for as long as the stack says (five minutes): that is how long a revoked image, or a
/// revoked epoch, is still let in.
///
/// Answers in the simple form of payload 2.0: `isAuthorized`, and the session as `context`.
public final class SensorAuthorizerHandler
        implements RequestHandler<APIGatewayV2CustomAuthorizerEvent, Map<String, Object>> {
    private static final String SCHEME = "Bearer ";

    private final Supplier<SessionGate> gate;
    private final Lines lines;

    /// On AWS: everything is in the environment.
    public SensorAuthorizerHandler() {
        this(new AuthorizerWiring());
    }

    private SensorAuthorizerHandler(AuthorizerWiring wiring) {
        this(wiring.gate(), wiring.lines());
    }

    /// With the gate that lets sessions in.
    public SensorAuthorizerHandler(SessionGate gate) {
        this(() -> gate, Lines.plain());
    }

    SensorAuthorizerHandler(Supplier<SessionGate> gate, Lines lines) {
        this.gate = gate;
        this.lines = lines;
    }

    @Override
    public Map<String, Object> handleRequest(
            APIGatewayV2CustomAuthorizerEvent event, Context context) {
        return switch (gate.get().verify(bearer(event))) {
            case Proof.Shown<Session>(var session) -> answer(true, SessionContext.of(session));
            case Proof.Refused<Session>(var because) -> {
                context.getLogger()
                        .log(
                                lines.write(
                                        Line.of(Line.Result.REFUSED, "let nobody in: " + because)
                                                .about("request", context.getAwsRequestId())));
                yield answer(false, Map.of());
            }
        };
    }

    /// A map, because the events library's class would write `authorized`.
    private static Map<String, Object> answer(boolean authorized, Map<String, String> session) {
        return new HashMap<>(Map.of("isAuthorized", authorized, "context", session));
    }

    private static String bearer(APIGatewayV2CustomAuthorizerEvent event) {
        return shown(event.getIdentitySource(), event.getHeaders())
                .map(String::strip)
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip())
                .orElse("");
    }

    private static Optional<String> shown(
            @Nullable List<String> sources, @Nullable Map<String, String> headers) {
        var source = Objects.requireNonNullElse(sources, List.<String>of()).stream().findFirst();
        return source.or(() ->
                Objects.requireNonNullElse(headers, Map.<String, String>of()).entrySet().stream()
                        .filter(each ->
                                each.getKey().toLowerCase(Locale.ROOT).equals("authorization"))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }
}
