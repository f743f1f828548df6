package dev.inlay.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Archives as Docker wrote them before version 25, and ones that nobody should write.
final class Archives {
    private Archives() {}

    /// What `docker save NAME` gives.
    static Path legacy(Path file, String name, TestImage image) {
        return write(
                file,
                tar -> {
                    var config = image.config().digest().hex() + ".json";
                    entry(tar, config, image.config().bytes());
                    var layers = new StringBuilder();
                    for (var layer : image.layers()) {
                        var path = layer.diffId().hex() + "/layer.tar";
                        entry(tar, path, unpacked(layer.compressed()));
                        layers.append(layers.isEmpty() ? "" : ",")
                                .append('"')
                                .append(path)
                                .append('"');
                    }
                    entry(
                            tar,
                            "manifest.json",
                            "[{\"Config\":\"%s\",\"RepoTags\":[\"%s\"],\"Layers\":[%s]}]"
                                    .formatted(config, name, layers)
                                    .getBytes(UTF_8));
                });
    }

    /// What `docker save NAME` gives since version 25 where Docker keeps images as containerd does.
    ///
    /// @param root what the name stands for: an index of which only this image was saved
    static Path current(Path file, String name, TestImage image, Manifest root) {
        return write(
                file,
                tar -> {
                    for (var manifest : List.of(root, image.manifest())) {
                        entry(tar, blob(manifest.digest()), manifest.bytes());
                    }
                    entry(tar, blob(image.config().digest()), image.config().bytes());
                    for (var layer : image.layers()) {
                        entry(tar, blob(layer.digest()), layer.compressed());
                    }
                    entry(tar, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
                    entry(
                            tar,
                            "index.json",
                            "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"annotations\":{\"io.containerd.image.name\":\"%s\",\"org.opencontainers.image.ref.name\":\"%s\"}}]}"
                                    .formatted(
                                            root.mediaType(),
                                            root.digest(),
                                            root.bytes().length,
                                            name,
                                            name.substring(name.indexOf(':') + 1))
                                    .getBytes(UTF_8));
                });
    }

    private static String blob(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    static Path write(Path file, Consumer<TarArchiveOutputStream> content) {
        try (var tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            content.accept(tar);
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void entry(TarArchiveOutputStream tar, String name, byte[] content) {
        try {
            var entry = new TarArchiveEntry(name, true);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void link(TarArchiveOutputStream tar, String name, byte type, String target) {
        try {
            var entry = new TarArchiveEntry(name, type);
            entry.setLinkName(target);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] unpacked(byte[] compressed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// An empty layout.
    static Path layout(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("blobs/sha256"));
        Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(
                directory.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");
        return directory;
    }

    static Path blob(Path layout, Digest digest) {
        return layout.resolve("blobs/sha256").resolve(digest.hex());
    }
}
