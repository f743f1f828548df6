package dev.inlay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/// A session of a role in the emulator, which then checks signatures (by botocore) and the role's
/// policy like the services do.
///
/// @param roleId the role's unique id
public record MotoRole(String roleId, AwsSessionCredentials credentials) {
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    /// A role that may do these, and a session of that name.
    public static MotoRole make(String session, String... actions) {
        var name = Moto.name("role");
        var made =
                call(
                        "iam",
                        "CreateRole",
                        Map.of("RoleName", name, "AssumeRolePolicyDocument", TRUST));
        var policy =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\",\"Action\":[\""
                        + String.join("\",\"", actions)
                        + "\"]}]}";
        call(
                "iam",
                "PutRolePolicy",
                Map.of("RoleName", name, "PolicyName", "all", "PolicyDocument", policy));
        var assumed =
                call(
                        "sts",
                        "AssumeRole",
                        Map.of("RoleArn", text(made, "Arn"), "RoleSessionName", session));
        return new MotoRole(
                text(made, "RoleId"),
                AwsSessionCredentials.create(
                        text(assumed, "AccessKeyId"),
                        text(assumed, "SecretAccessKey"),
                        text(assumed, "SessionToken")));
    }

    /// The emulator, asked by this session.
    public Connection connection() {
        return new Connection(
                Region.EU_CENTRAL_1,
                StaticCredentialsProvider.create(credentials),
                Optional.of(address()),
                Moto.PATIENCE);
    }

    /// The same for another process.
    public Map<String, String> environment() {
        var environment = new TreeMap<>(Moto.environment());
        environment.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        environment.put("AWS_SESSION_TOKEN", credentials.sessionToken());
        return environment;
    }

    /// Where the emulator is.
    public static URI address() {
        return URI.create(Objects.requireNonNull(Moto.environment().get("AWS_ENDPOINT_URL")));
    }

    /// Until it is closed the emulator refuses who may not do what they ask for.
    public static Checking checking() {
        authenticateAfter("0");
        return new Checking();
    }

    /// Ends it.
    public static final class Checking implements AutoCloseable {
        private Checking() {}

        @Override
        public void close() {
            authenticateAfter("inf");
        }
    }

    private static void authenticateAfter(String requests) {
        var request =
                HttpRequest.newBuilder(address().resolve("/moto-api/reset-auth"))
                        .POST(HttpRequest.BodyPublishers.ofString(requests))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("moto answered " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException("asking moto to check signatures", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String call(String service, String action, Map<String, String> parameters) {
        var all = new TreeMap<>(parameters);
        all.put("Action", action);
        all.put("Version", service.equals("iam") ? "2010-05-08" : "2011-06-15");
        var body =
                all.entrySet().stream()
                        .map(each ->
                                each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        var answer =
                new SignedCall(Moto.connection(), service)
                        .send(
                                action,
                                SdkHttpMethod.POST,
                                "/",
                                Map.of("content-type", "application/x-www-form-urlencoded"),
                                body);
        if (!answer.isDone()) {
            throw new IllegalStateException(action + ": " + answer);
        }
        return answer.body();
    }

    private static String text(String xml, String name) {
        var found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in " + xml);
        }
        return found.group(1);
    }
}
