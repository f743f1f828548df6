package dev.inlay.e2e;

import dev.inlay.e2e.docker.BaseImage;
import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// What builders put into images: the static program, and files of every kind there is.
///
/// @param tar of `folder`
record Content(Path folder, Path tar) {
    static Content make(Scene scene, Docker docker) {
        Path folder = scene.file("content");
        Path tar = scene.file("content.tar");
        try {
            Files.createDirectories(folder);
            Files.writeString(scene.file("odd-files.sh"), script());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String container = scene.name("content");
        docker.run("create", "--name", container, BaseImage.named(Home.directory(), "static"))
                .orFail("make a container to copy the program from");
        docker.run("cp", container + ":/program", folder.resolve("program").toString())
                .orFail("copy the program");
        docker.run("rm", container).orFail("remove " + container);
        Command.of("sh", scene.file("odd-files.sh").toString(), folder.toString())
                .run()
                .orFail("make odd files; this has to be root");
        Command.of("tar", "--numeric-owner", "-C", folder.toString(), "-cf", tar.toString(), ".")
                .run()
                .orFail("pack " + folder);
        return new Content(folder, tar);
    }

    private static String script() throws IOException {
        try (var in = Content.class.getResourceAsStream("odd-files.sh")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
