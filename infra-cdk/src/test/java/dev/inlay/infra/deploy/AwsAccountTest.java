package dev.inlay.infra.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Against the two answers of AWS, word for word as their API references show them.
class AwsAccountTest {
    private static final String IDENTITY =
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <GetCallerIdentityResult>
                <Arn>arn:aws:iam::123456789012:user/dev</Arn>
                <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>
                <Account>123456789012</Account>
              </GetCallerIdentityResult>
            </GetCallerIdentityResponse>
            """;
    private static final String REFUSED =
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
              <Type>Sender</Type><Code>InvalidClientTokenId</Code>
              <Message>The security token included in the request is invalid.</Message>
            </Error></ErrorResponse>
            """;

    private HttpServer aws;

    @BeforeEach
    void listen() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.start();
    }

    @AfterEach
    void stop() {
        aws.stop(0);
    }

    private void answers(int status, String body) {
        aws.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    var bytes = body.getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    private AwsAccount account() {
        return new AwsAccount(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                () -> Region.EU_WEST_1,
                Optional.of(URI.create("http://127.0.0.1:" + aws.getAddress().getPort())));
    }

    @Test
    void knowsTheCallerAndTheRegion() {
        answers(200, IDENTITY);

        assertThat(account().region()).contains("eu-west-1");
        assertThat(account().caller())
                .isEqualTo(
                        new Account.Caller.Known(
                                "123456789012", "arn:aws:iam::123456789012:user/dev"));
    }

    @Test
    void saysWhatAwsSaysOfOthers() {
        answers(403, REFUSED);

        assertThat(account().caller())
                .isInstanceOfSatisfying(
                        Account.Caller.Unknown.class,
                        unknown -> assertThat(unknown.because()).contains("security token"));
    }

    @Test
    void readsTheVersionOfTheBootstrapStack() {
        answers(200, "{\"Parameter\":{\"Name\":\"n\",\"Type\":\"String\",\"Value\":\"21\"}}");

        assertThat(account().bootstrap()).isEqualTo(OptionalInt.of(21));
    }

    @Test
    void knowsARegionWithoutOne() {
        answers(400, "{\"__type\":\"ParameterNotFound\",\"message\":\"no\"}");

        assertThat(account().bootstrap()).isEmpty();
    }
}
