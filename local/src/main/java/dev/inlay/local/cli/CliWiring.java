package dev.inlay.local.cli;

import dev.inlay.aws.Connection;
import dev.inlay.aws.ecr.EcrCredentials;
import dev.inlay.aws.ecr.EcrRepository;
import dev.inlay.aws.ecs.EcsErrands;
import dev.inlay.aws.ecs.Neighbour;
import dev.inlay.aws.signing.ApiSigner;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.image.Platform;
import dev.inlay.instrument.PackagedSensorLayers;
import dev.inlay.instrument.Probe;
import dev.inlay.registry.Distribution;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Who we are to a control plane: to one behind API Gateway whoever IAM knows us as, to any other
/// the holder of its token. The token is never sent to a gateway, nor a signature to anybody else.
final class CliWiring {
    /// An errand is looked at this often, for some minutes: pulling and starting take their time.
    private static final Duration LOOK = Duration.ofSeconds(3);

    private static final int LOOKS = 100;

    private CliWiring() {}

    static Showing showing(URI server, Supplier<Optional<String>> token) {
        return ApiSigner.of(server)
                .<Showing>map(signer -> signer::sign)
                .or(() -> token.get().map(Showing::bearer))
                .orElseGet(Showing::nothing);
    }

    /// In this machine's account.
    static Probe probe(String cluster, String repository) {
        var connection = Connection.ofEnvironment();
        var neighbour = Neighbour.in(connection, cluster);
        EcrRepository.ensure(connection, repository);
        return new Probe(
                Distribution.of(
                        CallerIdentity.of(connection).registry(), new EcrCredentials(connection)),
                repository,
                new PackagedSensorLayers(),
                new EcsErrands(connection, neighbour, LOOK, LOOKS));
    }

    /// The processors there is a sensor for.
    static List<String> probed() {
        return new PackagedSensorLayers()
                .platforms().stream().map(Platform::architecture).sorted().toList();
    }
}
