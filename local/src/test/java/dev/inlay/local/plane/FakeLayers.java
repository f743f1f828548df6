package dev.inlay.local.plane;

import dev.inlay.image.Layer;
import dev.inlay.image.Platform;
import dev.inlay.instrument.SensorLayers;
import java.util.Set;

/// A sensor that nobody runs: these tests speak in its place.
final class FakeLayers implements SensorLayers {
    @Override
    public Set<Platform> platforms() {
        return Set.of(new Platform("linux", "amd64", ""));
    }

    @Override
    public Built layer(Platform platform) {
        return new Built(Layer.ofTar(new byte[1_024]), "0.0.0");
    }
}
