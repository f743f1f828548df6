package dev.inlay.aws.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Every signature is computed a second time, step by step as the reference for SigV4 has it.
class ApiSignerTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final URI SERVER =
            URI.create("https://a1b2c3.execute-api.eu-central-1.amazonaws.com");

    private final ApiSigner signer =
            new ApiSigner(
                    StaticCredentialsProvider.create(
                            AwsSessionCredentials.create("AKIDEXAMPLE", SECRET, "the token")),
                    "eu-central-1");

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/images, '', ''",
        "GET, /api/v1/images/shop%2Fweb%3A1.4/policy/replay, hours=24&mode=block, ''",
        "POST, /api/v1/enrolments, '', '{\"pattern\":\"shop/*\"}'",
        "DELETE, /api/v1/enrolments/shop%2F%2A, '', ''"
    })
    void signsAsTheReferenceDoes(String method, String path, String query, String body)
            throws Exception {
        var uri = URI.create(SERVER + path + (query.isEmpty() ? "" : "?" + query));

        var headers = signer.sign(method, uri, body);

        assertThat(headers).containsEntry("X-Amz-Security-Token", "the token");
        assertThat(headers).doesNotContainKeys("Host", "Content-Length");
        assertThat(headers.get("Authorization"))
                .isEqualTo(expected(method, path, query, body, headers));
    }

    @Test
    void signsEveryRequestForItself() {
        var uri = URI.create(SERVER + "/api/v1/enrolments");

        assertThat(signer.sign("POST", uri, "{}").get("Authorization"))
                .isNotEqualTo(signer.sign("POST", uri, "{ }").get("Authorization"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a1b2c3.execute-api.eu-central-1.amazonaws.com, eu-central-1",
        "https://a1b2c3.execute-api.us-gov-west-1.amazonaws.com/, us-gov-west-1",
        "https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn, cn-north-1"
    })
    void findsTheRegionInTheNameOfAGateway(String server, String region) {
        assertThat(ApiSigner.region(URI.create(server))).contains(region);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080",
        "http://a1b2c3.execute-api.eu-central-1.amazonaws.com",
        "https://a1b2c3.execute-api.eu-central-1.amazonaws.com.evil.example",
        "https://execute-api.eu-central-1.amazonaws.com",
        "https://evil.example/a1b2c3.execute-api.eu-central-1.amazonaws.com"
    })
    void signsForNobodyElse(String server) {
        assertThat(ApiSigner.of(URI.create(server))).isEmpty();
    }

    private static String expected(
            String method, String path, String query, String body, Map<String, String> headers)
            throws Exception {
        var time = requireNonNull(headers.get("X-Amz-Date"));
        var scope = time.substring(0, 8) + "/eu-central-1/execute-api/aws4_request";
        var content = headers.get("x-amz-content-sha256");
        var listed = content == null ? "" : "x-amz-content-sha256;";
        // A service other than S3 encodes a path once more.
        var request =
                method
                        + "\n"
                        + path.replace("%", "%25")
                        + "\n"
                        + query
                        + "\nhost:"
                        + SERVER.getHost()
                        + (content == null ? "" : "\nx-amz-content-sha256:" + content)
                        + "\nx-amz-date:"
                        + time
                        + "\nx-amz-security-token:the token\n\nhost;"
                        + listed
                        + "x-amz-date;x-amz-security-token\n"
                        + sha256(body);
        var toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(request);
        var key = ("AWS4" + SECRET).getBytes(UTF_8);
        for (var part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"
                + scope
                + ", SignedHeaders=host;"
                + listed
                + "x-amz-date;x-amz-security-token, Signature="
                + HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
