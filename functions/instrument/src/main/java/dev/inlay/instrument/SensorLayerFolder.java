package dev.inlay.instrument;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// The sensor layers that lie below a folder, each in one of its own as `sensor/layer.sh` leaves
/// it: `linux-arm64/layer.tar.gz` and `linux-arm64/layer.json`.
public final class SensorLayerFolder implements SensorLayers {
    private static final String OS = "linux";

    private final Path folder;

    /// @param folder that holds them
    public SensorLayerFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Set<Platform> platforms() {
        try (var found = Files.list(folder)) {
            return found.map(each -> each.getFileName().toString())
                    .filter(name -> name.startsWith(OS + "-"))
                    .map(name -> new Platform(OS, name.substring(OS.length() + 1), ""))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw missing(folder, e);
        }
    }

    @Override
    public Built layer(Platform platform) {
        var place = folder.resolve(platform.os() + "-" + platform.architecture());
        try {
            var about = place.resolve("layer.json");
            return PackagedSensorLayers.built(
                    JsonTree.object(Files.readAllBytes(about), about.toString()),
                    Files.readAllBytes(place.resolve("layer.tar.gz")));
        } catch (IOException e) {
            throw missing(place, e);
        }
    }

    private static PermanentFailure missing(Path place, IOException cause) {
        return new PermanentFailure(
                "sensor-layer-missing",
                "reading a sensor layer in "
                        + place
                        + ": "
                        + cause.getMessage()
                        + "; run ./inlay build",
                cause);
    }
}
