package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Answers the challenges of one registry. A login is sent as Basic from the start, which is what
/// ECR wants and saves a round trip; a registry that wants tokens says so once, and its tokens are
/// kept per scope until it refuses them.
final class Authenticator {
    private static final int MAX_SCOPES = 1000;

    private final RegistryHttp http;
    private final Endpoint endpoint;
    private final Logins logins;
    private final Map<String, String> byScope = new ConcurrentHashMap<>();

    Authenticator(RegistryHttp http, Endpoint endpoint, Credentials credentials) {
        this.http = http;
        this.endpoint = endpoint;
        this.logins = new Logins(endpoint, credentials, http.clock());
    }

    /// Sends an exchange with what the registry took last for this scope; when it refuses, answers
    /// its challenge once.
    ///
    /// @param scope `repository:shop/web:pull,push`
    Attempt<HttpResponse<byte[]>> send(Exchange exchange, String scope) {
        if (!endpoint.isAuthorityOf(exchange.uri())) {
            return http.once(exchange, Optional.empty());
        }
        var known = Optional.ofNullable(byScope.get(scope)).or(logins::basic);
        return http.once(exchange, known)
                .then(response -> {
                    if (!Challenge.isIn(response)) {
                        return new Attempt.Got<>(response);
                    }
                    byScope.remove(scope);
                    logins.forget();
                    return answer(response, scope, exchange.attempted())
                            .then(fresh ->
                                    fresh.isEmpty()
                                            ? new Attempt.Got<>(response)
                                            : again(exchange, scope, fresh));
                });
    }

    /// Once more, and no more: who is refused twice is not let in.
    private Attempt<HttpResponse<byte[]>> again(
            Exchange exchange, String scope, Optional<String> fresh) {
        if (byScope.size() >= MAX_SCOPES) {
            byScope.clear();
        }
        fresh.ifPresent(authorization -> byScope.put(scope, authorization));
        return http.once(exchange, fresh);
    }

    private Attempt<Optional<String>> answer(
            HttpResponse<byte[]> response, String scope, String attempted) {
        var challenge = Challenge.in(response);
        if (challenge.isEmpty()) {
            return new Attempt.Got<>(Optional.empty());
        }
        return switch (challenge.get()) {
            case Challenge.Basic() -> new Attempt.Got<>(logins.basic());
            case Challenge.Bearer(var parameters) -> token(parameters, scope, attempted);
        };
    }

    private Attempt<Optional<String>> token(
            Map<String, String> parameters, String scope, String attempted) {
        var login = logins.now();
        var request =
                login.filter(Login::isIdentityToken).isPresent()
                        ? exchanging(parameters, scope, login.get(), attempted)
                        : asking(parameters, scope, attempted);
        return http.once(request, login.filter(l -> !l.isIdentityToken()).map(Login::basic))
                .then(response ->
                        new Attempt.Got<>(Optional.of(bearer(response, login, attempted))));
    }

    private Exchange asking(Map<String, String> parameters, String scope, String attempted) {
        var realm = realm(parameters, attempted);
        var query =
                "service="
                        + encoded(parameters.getOrDefault("service", ""))
                        + "&scope="
                        + encoded(scope);
        return Exchange.of(
                "GET", URI.create(realm + (realm.contains("?") ? "&" : "?") + query), attempted);
    }

    private Exchange exchanging(
            Map<String, String> parameters, String scope, Login login, String attempted) {
        var form =
                "grant_type=refresh_token&client_id=inlay&service="
                        + encoded(parameters.getOrDefault("service", ""))
                        + "&scope="
                        + encoded(scope)
                        + "&refresh_token="
                        + encoded(login.secret());
        return Exchange.of("POST", URI.create(realm(parameters, attempted)), attempted)
                .sending(form.getBytes(UTF_8), "application/x-www-form-urlencoded");
    }

    /// A registry must not make us send a login into the clear.
    private String realm(Map<String, String> parameters, String attempted) {
        var realm = parameters.getOrDefault("realm", "");
        boolean clear = realm.startsWith("http://") && endpoint.base().getScheme().equals("http");
        if (!realm.startsWith("https://") && !clear) {
            throw new PermanentFailure(
                    "registry-protocol",
                    attempted
                            + ": the registry wants a token from '"
                            + realm
                            + "', which is not https");
        }
        return realm;
    }

    private static String bearer(
            HttpResponse<byte[]> response, Optional<Login> login, String attempted) {
        if (response.statusCode() != 200) {
            throw Refusal.of(response, login.map(Login::secret).orElse(""))
                    .because(attempted + ": getting a token");
        }
        var answer = JsonTree.confidential(response.body(), "the token of a registry");
        var token = answer.path("token").asText(answer.path("access_token").asText());
        return "Bearer " + token;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
