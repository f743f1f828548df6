package dev.inlay.e2e.docker;

import dev.inlay.e2e.world.Command;
import java.nio.file.Path;

/// The images everything else is built on, made from Debian's packages by `e2e/images/build` once
/// and kept by Docker: `debian`, `jre17`, `postgres`, `redis`, `nginx`, `tini`, `dumb-init`,
/// `static`.
///
/// Their tags say what they are made from, so one that is there is not made again.
public final class BaseImage {
    private BaseImage() {}

    /// Its name in Docker, after making it if it was not there.
    ///
    /// @param home the project's folder
    public static String named(Path home, String name) {
        return Command.of("sh", home.resolve("e2e/images/build").toString(), name)
                .run()
                .orFail("make the base image " + name)
                .text()
                .lines()
                .reduce("", (_, last) -> last);
    }
}
