package dev.inlay.infra.deploy;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;

/// Asks AWS, with the credentials and the region that its other tools would use.
final class AwsAccount implements Account {
    /// Where `cdk bootstrap` says its version (CDK guide, "Bootstrapping", default qualifier).
    private static final String BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version";

    private final AwsCredentialsProvider credentials;
    private final AwsRegionProvider regions;

    private final Optional<URI> elsewhere;

    AwsAccount(
            AwsCredentialsProvider credentials,
            AwsRegionProvider regions,
            Optional<URI> elsewhere) {
        this.credentials = credentials;
        this.regions = regions;
        this.elsewhere = elsewhere;
    }

    /// With what the environment and the configuration files say.
    static AwsAccount configured() {
        return new AwsAccount(
                DefaultCredentialsProvider.builder().build(),
                new DefaultAwsRegionProviderChain(),
                Optional.empty());
    }

    @Override
    public Optional<String> region() {
        try {
            return Optional.ofNullable(regions.getRegion()).map(Region::id);
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    @Override
    public Caller caller() {
        try (var sts = at(StsClient.builder()).build()) {
            var identity = sts.getCallerIdentity();
            return new Caller.Known(identity.account(), identity.arn());
        } catch (SdkException e) {
            return new Caller.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public OptionalInt bootstrap() {
        try (var ssm = at(SsmClient.builder()).build()) {
            var answer = ssm.getParameter(request -> request.name(BOOTSTRAP));
            return OptionalInt.of(Integer.parseInt(answer.parameter().value()));
        } catch (ParameterNotFoundException e) {
            return OptionalInt.empty();
        }
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B at(B client) {
        elsewhere.ifPresent(client::endpointOverride);
        return client.region(where())
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create());
    }

    private Region where() {
        return region().map(Region::of).orElse(Region.US_EAST_1);
    }
}
