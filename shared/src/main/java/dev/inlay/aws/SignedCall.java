package dev.inlay.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/// Single requests, signed by the SDK, to services whose clients would be half of a function's jar
/// (Security Hub 9 MB, S3 4 MB). Tried once: whoever calls is asked again by its queue.
public final class SignedCall {
    /// A page of a thousand images of ECR with some tags each.
    private static final int MAX_ANSWER = 8 * 1_024 * 1_024;

    private final Connection connection;
    private final String service;
    private final URI endpoint;

    /// @param service its signing name, which is its endpoint's prefix too: `s3`, `securityhub`
    public SignedCall(Connection connection, String service) {
        this(connection, service, connection.endpoint(service, service));
    }

    SignedCall(Connection connection, String service, URI endpoint) {
        this.connection = connection;
        this.service = service;
        this.endpoint = endpoint;
    }

    /// What came back.
    ///
    /// @param body at most 8 MB of it
    public record Answer(int status, Map<String, String> headers, String body) {
        /// A header by its name in lower case.
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /// Whether it was done.
        public boolean isDone() {
            return status / 100 == 2;
        }

        /// Whether another time it may be done.
        public boolean mayPass() {
            return status == 429 || status >= 500;
        }
    }

    /// Where its requests go.
    URI endpoint() {
        return endpoint;
    }

    /// Sends and reads the answer whatever its status is; throws a `TransientFailure` when there is
    /// none.
    ///
    /// @param path begins with a slash
    /// @param body empty for none
    public Answer send(
            String attempt,
            SdkHttpMethod method,
            String path,
            Map<String, String> headers,
            String body) {
        try {
            return exchange(method, path, headers, body);
        } catch (IOException e) {
            throw new TransientFailure(
                    "aws-unreachable",
                    "%s: no answer (%s); check the network and the region".formatted(attempt, e),
                    e);
        } catch (SdkException e) {
            throw AwsFailure.of(attempt, e);
        }
    }

    /// As above, in the words of the JDK and the SDK.
    Answer exchange(SdkHttpMethod method, String path, Map<String, String> headers, String body)
            throws IOException {
        var request = SdkHttpRequest.builder().method(method).uri(endpoint).encodedPath(path);
        headers.forEach(request::putHeader);
        return exchange(request.build(), body.getBytes(UTF_8));
    }

    /// A request without a body has no stream either: the JDK makes a POST out of one that has.
    private Answer exchange(SdkHttpRequest request, byte[] body) throws IOException {
        var payload = body.length == 0 ? null : ContentStreamProvider.fromByteArray(body);
        var who =
                connection
                        .credentials()
                        .resolveIdentity(ResolveIdentityRequest.builder().build())
                        .join();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(each ->
                                each.identity(who)
                                        .request(request)
                                        .payload(payload)
                                        .putProperty(
                                                AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                                        .putProperty(
                                                AwsV4HttpSigner.REGION_NAME, connection.region()));
        var call =
                HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(null))
                        .build();
        var answer = connection.http().prepareRequest(call).call();
        return read(answer.httpResponse(), answer.responseBody());
    }

    private static Answer read(SdkHttpResponse response, Optional<AbortableInputStream> body)
            throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        response.forEachHeader((name, values) -> headers.put(name, values.getFirst()));
        if (body.isEmpty()) {
            return new Answer(response.statusCode(), headers, "");
        }
        try (var stream = body.get()) {
            var text = new String(stream.readNBytes(MAX_ANSWER), UTF_8);
            return new Answer(response.statusCode(), headers, text);
        }
    }
}
