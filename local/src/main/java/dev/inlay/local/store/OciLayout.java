package dev.inlay.local.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.registry.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A layout as a directory, as `buildah push oci:`, `skopeo copy` and BuildKit write it. What is
/// added lies beside what is there; no layer is read or copied. Links are not followed: one could
/// lead anywhere.
final class OciLayout implements Place {
    private static final int MAX_INDEX = 4 * 1024 * 1024;
    private static final String VERSION = "1.";

    private final Path directory;

    private OciLayout(Path directory) {
        this.directory = directory;
    }

    /// The layout in a directory; a `PermanentFailure` when there is none.
    static OciLayout at(Path directory) {
        var layout = new OciLayout(directory);
        var version =
                JsonTree.object(layout.file("oci-layout", MAX_INDEX), layout.name())
                        .path("imageLayoutVersion")
                        .asText();
        if (!version.startsWith(VERSION)) {
            throw layout.refused("its version is '" + version + "', expected 1.x");
        }
        layout.index();
        return layout;
    }

    /// The same as a place for images.
    ImageStore store() {
        return new LayoutStore(this);
    }

    @Override
    public String name() {
        return "OCI layout " + directory;
    }

    @Override
    public Optional<byte[]> read(Digest digest, int limit) {
        return has(digest) ? Optional.of(file(path(digest), limit)) : Optional.empty();
    }

    @Override
    public boolean has(Digest digest) {
        return Files.isRegularFile(directory.resolve(path(digest)), NOFOLLOW_LINKS);
    }

    @Override
    public void write(Digest digest, byte[] content) {
        if (!has(digest)) {
            replace(path(digest), content);
        }
    }

    @Override
    public ObjectNode index() {
        return JsonTree.object(file("index.json", MAX_INDEX), "index.json of " + name());
    }

    @Override
    public void index(ObjectNode index) {
        replace("index.json", JsonTree.bytes(index));
    }

    private static String path(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    private byte[] file(String name, int limit) {
        var path = inside(name);
        try {
            if (!Files.isRegularFile(path, NOFOLLOW_LINKS)) {
                throw refused("it has no file " + name + ", or that is a link");
            }
            if (Files.size(path) > limit) {
                throw refused(name + " is larger than " + limit + " bytes");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw failed("reading " + name, e);
        }
    }

    private void replace(String name, byte[] content) {
        var path = inside(name);
        try {
            var fresh = Files.createTempFile(path.resolveSibling(""), ".inlay", "");
            Files.write(fresh, content);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("writing " + name, e);
        }
    }

    /// The folders on the way have to be folders of this layout, not links out of it.
    private Path inside(String name) {
        var path = directory.resolve(name);
        var parent = path.resolveSibling("");
        try {
            if (!parent.toRealPath()
                    .equals(directory.toRealPath().resolve(name).resolveSibling(""))) {
                throw refused(parent + " is a link");
            }
            return path;
        } catch (IOException e) {
            throw failed("looking for " + name, e);
        }
    }

    private PermanentFailure refused(String because) {
        return new PermanentFailure(
                "layout-refused",
                "reading %s: %s; is it a directory that a build wrote (oci-layout, index.json, blobs)?"
                        .formatted(name(), because));
    }

    private PermanentFailure failed(String attempt, IOException e) {
        return new PermanentFailure(
                "layout-unreadable", "%s in %s: %s".formatted(attempt, name(), e), e);
    }
}
