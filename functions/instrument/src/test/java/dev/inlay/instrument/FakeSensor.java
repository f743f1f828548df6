package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.image.Layer;
import dev.inlay.image.Platform;
import java.util.Set;

/// A sensor layer with any content: nothing here runs it.
record FakeSensor(String content, String version) implements SensorLayers {
    static final FakeSensor FIRST = new FakeSensor("first sensor", "1.0.0");
    static final FakeSensor SECOND = new FakeSensor("second sensor", "2.0.0");

    @Override
    public Set<Platform> platforms() {
        return Set.of(new Platform("linux", "amd64", ""), new Platform("linux", "arm64", ""));
    }

    @Override
    public Built layer(Platform platform) {
        return new Built(
                Layer.ofTar((content + " for " + platform.architecture()).getBytes(UTF_8)),
                version);
    }
}
