package dev.inlay.aws.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import java.net.URI;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Signs requests to an API of API Gateway as the person whose credentials this machine has: from
/// the environment, a profile, single sign-on, or a role (SigV4, service `execute-api`).
public final class ApiSigner {
    private static final Pattern GATEWAY =
            Pattern.compile(
                    "[a-z0-9]+\\.execute-api\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|api\\.aws)(?:\\.cn)?");

    private final AwsCredentialsProvider credentials;
    private final String region;

    /// @param credentials asked for each request, for they expire
    ApiSigner(AwsCredentialsProvider credentials, String region) {
        this.credentials = credentials;
        this.region = region;
    }

    /// For a server that is an API of API Gateway; empty for any other.
    public static Optional<ApiSigner> of(URI server) {
        return region(server)
                .map(region -> new ApiSigner(DefaultCredentialsProvider.builder().build(), region));
    }

    /// Where a gateway's own name says it is.
    static Optional<String> region(URI server) {
        var gateway = GATEWAY.matcher(server.getHost() == null ? "" : server.getHost());
        return "https".equals(server.getScheme()) && gateway.matches()
                ? Optional.of(gateway.group(1))
                : Optional.empty();
    }

    /// The headers that make the request one of this person's, `Host` left out, which HTTP clients
    /// add themselves.
    public SortedMap<String, String> sign(String method, URI uri, String body) {
        var request =
                SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri).build();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(signing ->
                                signing.identity(identity())
                                        .request(request)
                                        .payload(ContentStreamProvider.fromString(body, UTF_8))
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        signed.request().forEachHeader((name, values) -> headers.put(name, values.getFirst()));
        headers.remove("Host");
        headers.remove("Content-Length");
        return headers;
    }

    private AwsCredentialsIdentity identity() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new PermanentFailure(
                    "credentials-missing",
                    "signing a request to API Gateway in %s: this machine has no credentials of AWS (%s); set AWS_PROFILE, or log in with 'aws sso login'"
                            .formatted(region, e.getMessage()),
                    e);
        }
    }
}
