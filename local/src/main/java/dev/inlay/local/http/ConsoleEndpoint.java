package dev.inlay.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Hands a request on as API Gateway would.
final class ConsoleEndpoint implements Endpoint {
    private final Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler;

    ConsoleEndpoint(Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler) {
        this.handler = handler;
    }

    @Override
    public Reply reply(Exchange exchange) {
        var text = exchange.body().text();
        if (text.isEmpty()) {
            return Reply.problem(
                    400,
                    "malformed",
                    exchange.method() + " " + exchange.uri().getPath(),
                    "the body is not UTF-8",
                    "docs/openapi.yaml has the form of every request");
        }
        var response = handler.apply(event(exchange, text.get()));
        return new Reply(
                response.getStatusCode(),
                Objects.requireNonNullElse(response.getHeaders(), Map.of()),
                Objects.requireNonNullElse(response.getBody(), ""));
    }

    private static APIGatewayV2HTTPEvent event(Exchange exchange, String body) {
        var path = exchange.uri().getRawPath();
        var http =
                APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod(exchange.method())
                        .withPath(path)
                        .build();
        return APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRouteKey("$default")
                .withRawPath(path)
                .withRawQueryString(Objects.requireNonNullElse(exchange.uri().getRawQuery(), ""))
                .withQueryStringParameters(query(exchange.uri().getRawQuery()))
                .withHeaders(exchange.headers())
                .withBody(body)
                .withIsBase64Encoded(false)
                .withRequestContext(
                        APIGatewayV2HTTPEvent.RequestContext.builder().withHttp(http).build())
                .build();
    }

    /// Decoded, with the values of a repeated name joined by commas, as the gateway does.
    private static Map<String, String> query(@Nullable String raw) {
        var query = new HashMap<String, String>();
        if (raw == null) {
            return query;
        }
        for (var pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            query.merge(
                    name,
                    equals < 0 ? "" : decoded(pair.substring(equals + 1)),
                    (first, second) -> first + "," + second);
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
