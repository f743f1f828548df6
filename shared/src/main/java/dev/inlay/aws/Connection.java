package dev.inlay.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;

/// How the services of AWS are reached: in which region, as whom, how patiently, and through one
/// HTTP client for all of them. One for each process.
public final class Connection {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final Patience patience;
    private final SdkHttpClient http;

    /// How long an answer is waited for, and how often.
    ///
    /// @param attempts for each call, with growing pauses
    /// @param silence how long a service may say nothing
    /// @param call for all attempts together
    public record Patience(int attempts, Duration silence, Duration call) {
        /// A function waits for its slowest call: a dead connection must not use up its time-out,
        /// and with its retries a call ends before the shortest time-out of a function does.
        static final Patience OF_FUNCTIONS =
                new Patience(4, Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    /// @param endpoint instead of the service's own, for emulators
    public Connection(
            Region region,
            AwsCredentialsProvider credentials,
            Optional<URI> endpoint,
            Patience patience) {
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.patience = patience;
        this.http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(patience.silence())
                        .build();
    }

    /// As the SDK finds it: `AWS_REGION`, the credentials of the function or task, and
    /// `AWS_ENDPOINT_URL` where one is set.
    public static Connection ofEnvironment() {
        return new Connection(
                DefaultAwsRegionProviderChain.builder().build().getRegion(),
                DefaultCredentialsProvider.builder().build(),
                Optional.empty(),
                Patience.OF_FUNCTIONS);
    }

    /// The region's name, as in `eu-central-1`.
    public String region() {
        return region.id();
    }

    /// A client of one service, for the adapters.
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(
                        calls -> calls.apiCallTimeout(patience.call()).retryStrategy(retries()))
                .build();
    }

    /// How often and with what pauses a call is made again.
    RetryStrategy retries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(patience.attempts())
                .build();
    }

    /// How long a call may take with all its attempts.
    Duration patience() {
        return patience.call();
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    SdkHttpClient http() {
        return http;
    }

    /// Where a service is that has no client here, found as the SDK finds it for its own.
    ///
    /// @param service its endpoint's prefix: `s3`, `securityhub`, `api.ecr`
    /// @param setting what settings call it: `s3` in `AWS_ENDPOINT_URL_S3`
    URI endpoint(String service, String setting) {
        return AwsClientEndpointProvider.builder()
                .clientEndpointOverride(endpoint.orElse(null))
                .serviceEndpointOverrideEnvironmentVariable(
                        "AWS_ENDPOINT_URL_" + setting.toUpperCase(Locale.ROOT))
                .serviceEndpointOverrideSystemProperty("aws.endpointUrl." + setting)
                .serviceProfileProperty(setting)
                .serviceEndpointPrefix(service)
                .defaultProtocol("https")
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName("default")
                .region(region)
                .build()
                .clientEndpoint();
    }
}
