package dev.inlay.e2e;

import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.plane.Registry;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Scene;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where builders work, and where they push to.
record Workshop(Scene scene, Docker docker, Registry registry, Content content) {
    private static final Workshop SHARED = of(Works.shared());

    /// The one that all share.
    static Workshop shared() {
        return SHARED;
    }

    private static Workshop of(Works works) {
        return new Workshop(
                works.scene(),
                works.docker(),
                works.registry(),
                Content.make(works.scene(), works.docker()));
    }

    /// A new folder with these files.
    ///
    /// @param namesAndTexts name and text in turn
    Path folder(String name, String... namesAndTexts) {
        try {
            Path folder = Files.createDirectories(scene.file(name));
            for (int at = 0; at < namesAndTexts.length; at += 2) {
                Files.writeString(folder.resolve(namesAndTexts[at]), namesAndTexts[at + 1]);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a program to its end, which has to be a good one.
    void run(String... command) {
        run(List.of(command));
    }

    /// As above.
    void run(List<String> command) {
        var program = Command.of(command);
        program.run().orFail(program.toString());
    }

    /// The registry as the product sees it.
    Distribution client() {
        return Distribution.of(registry.host(), Credentials.anonymous());
    }
}
