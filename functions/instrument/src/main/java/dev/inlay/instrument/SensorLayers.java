package dev.inlay.instrument;

import dev.inlay.image.Layer;
import dev.inlay.image.Platform;
import java.util.Set;

/// The sensor, ready to be laid into images.
public interface SensorLayers {
    /// Platforms (without variant) there is a sensor for.
    Set<Platform> platforms();

    /// The sensor for one of them.
    Built layer(Platform platform);

    /// A sensor as it was built.
    ///
    /// @param layer holds the program
    /// @param version of the program
    record Built(Layer layer, String version) {
        /// Tells one build from another of the same version.
        public String build() {
            return version + "+" + layer.diffId().hex().substring(0, 12);
        }
    }
}
