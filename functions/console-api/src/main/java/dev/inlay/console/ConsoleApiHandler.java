package dev.inlay.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Behind an HTTP API in Lambda, and behind the local front: from the gateway's event to a request,
/// and back.
public final class ConsoleApiHandler
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final Front front;

    /// @param parts everything the routes work on
    public ConsoleApiHandler(ConsoleParts parts) {
        this.front = new Front(ConsoleRoutes.of(parts), parts.token(), parts.sessions());
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        var answer = front.answer(request(event));
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(answer.status())
                .withHeaders(answer.headers())
                .withBody(answer.body())
                .build();
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
                body(event));
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
