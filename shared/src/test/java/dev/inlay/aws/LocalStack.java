package dev.inlay.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// The other emulator of AWS, in a container, one for all tests of a JVM. It is more exact than
/// moto in SQS, SNS, EventBridge and S3, and it deploys what it knows of a template; `./inlay test
/// contract` brings its image.
public final class LocalStack {
    private static final String OFFICIAL = "localstack/localstack";

    /// Loaded before it says that it is there: on a machine that has other things to do, the first
    /// call would be given up otherwise.
    private static final String SERVICES =
            "cloudformation,dynamodb,events,kms,s3,secretsmanager,sns,sqs,sts";

    /// On a machine that has other things to do.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private LocalStack() {}

    /// How to reach it.
    public static Connection connection() {
        return Moto.connection(Running.ADDRESS);
    }

    /// A client with the patience that making a whole stack takes.
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder) {
        return builder.endpointOverride(Running.ADDRESS)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .build();
    }

    private static final class Running {
        private static final URI ADDRESS = start();

        private Running() {}

        /// Nobody but us ends it: the helper that would needs an image of its own. A stack with a
        /// resource it cannot make fails, instead of having it left out; the newer engine asks a
        /// list on the internet what that is.
        private static URI start() {
            var image =
                    Optional.ofNullable(System.getenv("INLAY_LOCALSTACK_IMAGE"))
                            .orElse(OFFICIAL + ":4.14.0");
            @SuppressWarnings("resource") // It lives as long as the JVM.
            var container =
                    new LocalStackContainer(
                                    DockerImageName.parse(image)
                                            .asCompatibleSubstituteFor(OFFICIAL))
                            .withLabel("inlay-test", "localstack")
                            .withEnv("CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES", "0")
                            .withEnv("PROVIDER_OVERRIDE_CLOUDFORMATION", "engine-legacy")
                            .withEnv("SERVICES", SERVICES)
                            .withEnv("EAGER_SERVICE_LOADING", "1")
                            .withEnv("DISABLE_EVENTS", "1")
                            .withEnv("SQS_ENDPOINT_STRATEGY", "path")
                            .withStartupTimeout(PATIENCE);
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            return container.getEndpoint();
        }
    }
}
