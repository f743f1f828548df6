package dev.inlay.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A repository after its build, as far as the stack looks at it.
public final class Home {
    private Home() {}

    public static void build(Path home) throws IOException {
        var assets = Assets.of(home, Processor.ARM64);
        for (var asset : assets.missing()) {
            Files.createDirectories(asset.getParent());
            Files.writeString(asset, asset.getFileName().toString());
        }
        StandInImage.write(assets.instrument(), "arm64");
        var lint = Files.createDirectories(home.resolve("infra-cdk")).resolve("cfn-lint.yaml");
        Files.copy(Path.of("cfn-lint.yaml"), lint);
    }
}
