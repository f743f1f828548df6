package dev.inlay.e2e;

import dev.inlay.failure.PermanentFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/// The project's folder: where the launcher is.
public final class Home {
    private Home() {}

    /// The nearest folder upwards from the current one that holds the launcher.
    public static Path directory() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("e2e/shop/Dockerfile"))) {
                return folder;
            }
        }
        throw new PermanentFailure(
                "no-project", "looked for the project's folder upwards from " + here);
    }
}
