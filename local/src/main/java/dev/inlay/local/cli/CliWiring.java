package dev.inlay.local.cli;

import dev.inlay.aws.Connection;
import dev.inlay.aws.Settings;
import dev.inlay.aws.ecr.EcrCredentials;
import dev.inlay.aws.ecr.EcrRepository;
import dev.inlay.aws.ecs.EcsErrands;
import dev.inlay.aws.ecs.Neighbour;
import dev.inlay.aws.signing.ApiSigner;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.image.Platform;
import dev.inlay.instrument.PackagedSensorLayers;
import dev.inlay.instrument.Probe;
import dev.inlay.instrument.SensorLayerFolder;
import dev.inlay.instrument.SensorLayers;
import dev.inlay.registry.Distribution;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Who we are to a control plane: to one behind API Gateway whoever IAM knows us as, to any other
/// the holder of its token. The token is never sent to a gateway, nor a signature to anybody else.
final class CliWiring {
    /// An errand is looked at this often: pulling and starting take their time.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private CliWiring() {}

    static Showing showing(URI server, Supplier<Optional<String>> token) {
        return ApiSigner.of(server)
                .<Showing>map(signer -> signer::sign)
                .or(() -> token.get().map(Showing::bearer))
                .orElseGet(Showing::nothing);
    }

    static InstantSource clock() {
        return InstantSource.system();
    }

    /// In this machine's account, with its registry unless the environment names another.
    ///
    /// @param patience how long a task may take
    static Probe probe(String cluster, String repository, Duration patience) {
        var connection = Connection.ofEnvironment();
        var neighbour = Neighbour.in(connection, cluster);
        EcrRepository.ensure(connection, repository);
        var registry =
                new Settings(System.getenv())
                        .optional("INLAY_REGISTRY")
                        .orElseGet(() -> CallerIdentity.of(connection).registry());
        return new Probe(
                Distribution.of(registry, new EcrCredentials(connection)),
                repository,
                probing(),
                new EcsErrands(connection, neighbour, LOOK, (int) patience.dividedBy(LOOK)));
    }

    /// The processors there is a sensor for.
    static List<String> probed() {
        return probing().platforms().stream().map(Platform::architecture).sorted().toList();
    }

    /// To look around there are sensors for processors whose images are not instrumented yet.
    private static SensorLayers probing() {
        return new Settings(System.getenv())
                .optional("INLAY_SENSORS")
                .<SensorLayers>map(folder -> new SensorLayerFolder(Path.of(folder)))
                .orElseGet(PackagedSensorLayers::new);
    }
}
