package dev.inlay.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// The registries that what we do has to work on.
public enum RegistryKind {
    /// Debian's.
    DISTRIBUTION_2,
    /// The current one of the same people.
    DISTRIBUTION_3,
    /// Other people's.
    CRANE,
    /// As it behaves, before a registry that stores.
    ECR;

    /// Starts one with nothing in it.
    ///
    /// @param directory for what it stores
    public RunningRegistry start(Path directory) throws IOException, InterruptedException {
        return switch (this) {
            case DISTRIBUTION_2 -> plain(RegistryProgram.DISTRIBUTION_2, directory);
            case DISTRIBUTION_3 -> plain(RegistryProgram.DISTRIBUTION_3, directory);
            case CRANE -> plain(RegistryProgram.CRANE, directory);
            case ECR -> ecr(directory);
        };
    }

    private static RunningRegistry plain(RegistryProgram program, Path directory)
            throws IOException, InterruptedException {
        var registry = LocalRegistry.start(program, directory);
        return new RunningRegistry(
                registry.address(), Credentials.anonymous(), _ -> {}, registry::close);
    }

    private static RunningRegistry ecr(Path directory) throws IOException, InterruptedException {
        var registry = LocalRegistry.start(directory);
        var front = EcrFront.before(registry.address(), InstantSource.system());
        return new RunningRegistry(
                front.address(),
                _ -> Optional.of(front.login()),
                front::create,
                () -> {
                    front.close();
                    registry.close();
                });
    }
}
