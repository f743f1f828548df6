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
    private final Credentials credentials;
    private final Map<String, String> byScope = new ConcurrentHashMap<>();
    private final Map<String, Optional<Login>> logins = new ConcurrentHashMap<>();

    Authenticator(RegistryHttp http, Endpoint endpoint, Credentials credentials) {
        this.http = http;
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /// Sends an exchange with what the registry took last for this scope; when it refuses, answers
    /// its challenge once.
    ///
    /// @param scope `repository:shop/web:pull,push`
    Attempt<HttpResponse<byte[]>> send(Exchange exchange, String scope) {
        if (!endpoint.isAuthorityOf(exchange.uri())) {
            return http.once(exchange, Optional.empty());
        }
        var known = Optional.ofNullable(byScope.get(scope)).or(this::basic);
        return http.once(exchange, known)
                .then(response -> {
                    if (response.statusCode() != 401) {
                        return new Attempt.Got<>(response);
                    }
                    byScope.remove(scope);
                    logins.clear();
                    return answer(response, scope, exchange.attempted())
                            .then(fresh -> again(exchange, scope, fresh, response));
                });
    }

    private Attempt<HttpResponse<byte[]>> again(
            Exchange exchange, String scope, Optional<String> fresh, HttpResponse<byte[]> refused) {
        if (fresh.isEmpty()) {
            return new Attempt.Got<>(refused);
        }
        if (byScope.size() >= MAX_SCOPES) {
            byScope.clear();
        }
        byScope.put(scope, fresh.get());
        return http.once(exchange, fresh);
    }

    private Attempt<Optional<String>> answer(
            HttpResponse<byte[]> response, String scope, String attempted) {
        var challenge = Challenge.among(response.headers().allValues("WWW-Authenticate"));
        if (challenge.isEmpty()) {
            return new Attempt.Got<>(Optional.empty());
        }
        return switch (challenge.get()) {
            case Challenge.Basic() -> new Attempt.Got<>(basic());
            case Challenge.Bearer(var parameters) -> token(parameters, scope, attempted);
        };
    }

    private Attempt<Optional<String>> token(
            Map<String, String> parameters, String scope, String attempted) {
        var login = login();
        var request =
                login.filter(Login::isIdentityToken).isPresent()
                        ? exchanging(parameters, scope, login.get(), attempted)
                        : asking(parameters, scope, attempted);
        return http.once(request, login.filter(l -> !l.isIdentityToken()).map(Login::basic))
                .then(response -> new Attempt.Got<>(Optional.of(bearer(response, attempted))));
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

    private static String bearer(HttpResponse<byte[]> response, String attempted) {
        if (response.statusCode() != 200) {
            throw Refusal.of(response).because(attempted + ": getting a token");
        }
        var answer = JsonTree.object(response.body(), "the token of a registry");
        var token = answer.path("token").asText(answer.path("access_token").asText());
        return "Bearer " + token;
    }

    private Optional<String> basic() {
        return login().filter(login -> !login.isIdentityToken()).map(Login::basic);
    }

    /// Asking may start a program, so the answer is kept until the registry refuses it.
    private Optional<Login> login() {
        return logins.computeIfAbsent(endpoint.registry(), this::ask);
    }

    private Optional<Login> ask(String registry) {
        var login = credentials.login(registry);
        if (login.isPresent() && !endpoint.trusted()) {
            throw new PermanentFailure(
                    "credentials-in-clear",
                    "there is a login for "
                            + endpoint.registry()
                            + ", which speaks plain HTTP: not sent; name the host for plain HTTP to allow it");
        }
        return login;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
