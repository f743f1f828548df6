package dev.inlay.aws.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.role.Caller;
import dev.inlay.session.Callers;
import dev.inlay.session.Proof;
import dev.inlay.session.SignedQuestion;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/// Asks STS the question that a sensor signed: who signed it is in the answer. It goes to this
/// region's STS and nowhere else, whatever was signed for, and follows no redirect. That it was
/// signed for this control plane and this image, STS checks with the signature, since both are
/// headers of it.
public final class AskedIdentity implements Callers {
    private static final String BODY = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int MAX_ANSWER = 16_384;
    private static final int MAX_QUOTED = 200;
    private static final Pattern USER = Pattern.compile("<UserId>([^<]{1,256})</UserId>");

    private final URI sts;
    private final String server;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();

    /// @param sts where STS is: `https://` and `host(region)`
    /// @param server the name of this control plane
    public AskedIdentity(URI sts, String server) {
        this.sts = sts.resolve("/");
        this.server = server;
    }

    /// Host name of STS in a region.
    public static String host(String region) {
        return "sts.%s.amazonaws.com%s".formatted(region, region.startsWith("cn-") ? ".cn" : "");
    }

    @Override
    public Proof<Caller> of(SignedQuestion question, Digest image) {
        var answer = ask(question, image);
        var body = read(answer);
        if (answer.statusCode() == 200) {
            var user = USER.matcher(body);
            return user.find()
                    ? Caller.parse(user.group(1))
                            .<Proof<Caller>>map(Proof.Shown::new)
                            .orElseGet(() ->
                                    new Proof.Refused<>(user.group(1) + " is no session of a role"))
                    : new Proof.Refused<>("STS named nobody");
        }
        if (answer.statusCode() == 429 || answer.statusCode() >= 500) {
            throw new TransientFailure(
                    "sts-away",
                    "asking %s who signed: it answered %d; it is tried again when the sensor asks again"
                            .formatted(sts, answer.statusCode()));
        }
        return new Proof.Refused<>(
                "STS answered %d %s"
                        .formatted(
                                answer.statusCode(),
                                body.substring(0, Math.min(MAX_QUOTED, body.length()))));
    }

    private HttpResponse<InputStream> ask(SignedQuestion question, Digest image) {
        var request =
                HttpRequest.newBuilder(sts)
                        .timeout(PATIENCE)
                        .header("Content-Type", FORM)
                        .header("X-Amz-Date", question.date())
                        .header("X-Amz-Security-Token", question.token())
                        .header("X-Inlay-Server", server)
                        .header("X-Inlay-Image", image.value())
                        .header("Authorization", question.authorization())
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(e);
        }
    }

    private String read(HttpResponse<InputStream> answer) {
        try (var body = answer.body()) {
            return new String(body.readNBytes(MAX_ANSWER), UTF_8);
        } catch (IOException e) {
            throw unanswered(e);
        }
    }

    private TransientFailure unanswered(Exception cause) {
        return new TransientFailure(
                "sts-away",
                "asking %s who signed: no answer (%s); check the network and the region"
                        .formatted(sts, cause),
                cause);
    }
}
