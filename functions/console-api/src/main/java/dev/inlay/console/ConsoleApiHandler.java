package dev.inlay.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.inlay.log.Line;
import dev.inlay.log.Lines;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Behind an HTTP API in Lambda, and behind the local front: from the gateway's event to a request,
/// and back.
public final class ConsoleApiHandler
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final Supplier<Front> front;
    private final Lines lines;

    /// On AWS: everything is in the environment.
    public ConsoleApiHandler() {
        this(new ConsoleWiring());
    }

    private ConsoleApiHandler(ConsoleWiring wiring) {
        this(wiring.front(), wiring.lines());
    }

    /// With everything the routes work on.
    public ConsoleApiHandler(ConsoleParts parts) {
        var made = Front.of(parts);
        this.front = () -> made;
        this.lines = Lines.plain();
    }

    ConsoleApiHandler(Supplier<Front> front, Lines lines) {
        this.front = front;
        this.lines = lines;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        var request = request(event);
        var answer = front.get().answer(request);
        if (context != null) {
            context.getLogger().log(lines.write(line(request, answer)));
        }
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(answer.status())
                .withHeaders(answer.headers())
                .withBody(answer.body())
                .build();
    }

    private static Line line(Request request, Answer answer) {
        var what = request.method() + " " + request.path();
        var line = Line.of(result(answer.status()), what + " answered " + answer.status());
        return request.visitor().person().map(who -> line.about("person", who)).orElse(line);
    }

    private static Line.Result result(int status) {
        if (status >= 500) {
            return status == 503 ? Line.Result.AGAIN : Line.Result.FAILED;
        }
        if (status == 401 || status == 403) {
            return Line.Result.REFUSED;
        }
        return status >= 400 ? Line.Result.REJECTED : Line.Result.DONE;
    }

    private static Request request(APIGatewayV2HTTPEvent event) {
        var headers = new TreeMap<String, String>();
        orEmpty(event.getHeaders())
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new Request(
                event.getRequestContext().getHttp().getMethod(),
                decoded(event.getRawPath()),
                Map.of(),
                orEmpty(event.getQueryStringParameters()),
                headers,
                body(event),
                visitor(event, Optional.ofNullable(headers.get("authorization"))));
    }

    private static Visitor visitor(APIGatewayV2HTTPEvent event, Optional<String> authorization) {
        var bearer =
                authorization
                        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                        .map(value -> value.substring(7).strip());
        var authorizer = event.getRequestContext().getAuthorizer();
        if (authorizer == null) {
            return new Visitor(bearer, Optional.empty(), Map.of());
        }
        var sensor = new TreeMap<String, String>();
        if (authorizer.getLambda() != null) {
            authorizer.getLambda().forEach((name, value) -> sensor.put(name, value + ""));
        }
        return new Visitor(
                bearer,
                Optional.ofNullable(authorizer.getIam()).map(iam -> iam.getUserArn()),
                sensor);
    }

    /// A plus in a path means itself, unlike in a query.
    private static String decoded(String rawPath) {
        try {
            return URLDecoder.decode(rawPath.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            return rawPath;
        }
    }

    private static String body(APIGatewayV2HTTPEvent event) {
        var body = Objects.requireNonNullElse(event.getBody(), "");
        return event.getIsBase64Encoded()
                ? new String(Base64.getDecoder().decode(body), UTF_8)
                : body;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
