package dev.inlay.local.store;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.ImageRef;
import dev.inlay.registry.ImageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// An image as people name it: in a registry (`host/shop/web:1.4`), in an OCI layout
/// (`oci:DIR[:TAG]`) or in an archive of `docker save` (`docker-archive:FILE[:NAME:TAG]`). What is
/// changed in an archive is in the file that [#save] writes; elsewhere it is there at once.
public final class ImagePlace implements AutoCloseable {
    private static final String LAYOUT = "oci:";
    private static final String ARCHIVE = "docker-archive:";
    private static final String ONLY_TAG = "latest";

    private final ImageStore store;
    private final ImageRef reference;
    private final String prefix;
    private final Optional<DockerArchive> archive;
    private final Path file;

    private ImagePlace(
            ImageStore store,
            ImageRef reference,
            String prefix,
            Optional<DockerArchive> archive,
            Path file) {
        this.store = store;
        this.reference = reference;
        this.prefix = prefix;
        this.archive = archive;
        this.file = file;
    }

    /// Opens it.
    ///
    /// @param registries by host
    public static ImagePlace of(String text, Function<String, ImageStore> registries) {
        if (text.startsWith(LAYOUT)) {
            return layout(text.substring(LAYOUT.length()));
        }
        if (text.startsWith(ARCHIVE)) {
            return archive(text.substring(ARCHIVE.length()));
        }
        var reference = ImageRef.parse(text);
        return new ImagePlace(
                registries.apply(reference.registry()),
                reference,
                reference.registry() + "/" + reference.repository() + ":",
                Optional.empty(),
                Path.of(""));
    }

    private static ImagePlace layout(String text) {
        int colon = text.indexOf(':');
        while (colon > 0 && !Files.isDirectory(Path.of(text.substring(0, colon)))) {
            colon = text.indexOf(':', colon + 1);
        }
        boolean whole = colon < 0 || Files.isDirectory(Path.of(text));
        var directory = Path.of(whole ? text : text.substring(0, colon));
        var layout = OciLayout.at(directory);
        var index = new LayoutIndex(layout.index());
        var tag = whole ? theTag(index, LAYOUT + text) : LayoutIndex.tag(text.substring(colon + 1));
        return new ImagePlace(
                layout.store(),
                reference(index, directory, tag),
                LAYOUT + directory + ":",
                Optional.empty(),
                directory);
    }

    private static ImagePlace archive(String text) {
        int colon = text.indexOf(':');
        while (colon > 0 && !Files.isRegularFile(Path.of(text.substring(0, colon)))) {
            colon = text.indexOf(':', colon + 1);
        }
        boolean whole = colon < 0 || Files.isRegularFile(Path.of(text));
        var file = Path.of(whole ? text : text.substring(0, colon));
        var archive = DockerArchive.open(file);
        try {
            var index = new LayoutIndex(archive.index());
            var tag =
                    whole
                            ? theTag(index, ARCHIVE + text)
                            : ImageRef.parse(text.substring(colon + 1)).tag().orElse(ONLY_TAG);
            return new ImagePlace(
                    archive.store(),
                    reference(index, file, tag),
                    index.repository().map(name -> name + ":").orElse(""),
                    Optional.of(archive),
                    file);
        } catch (RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /// The tag of the one image there is.
    private static String theTag(LayoutIndex index, String text) {
        var tags = index.tags();
        if (index.only().isPresent()) {
            return tags.isEmpty() ? ONLY_TAG : tags.getFirst();
        }
        throw new PermanentFailure(
                "layout-ambiguous",
                "opening %s: it has %s; say which with %s:TAG"
                        .formatted(
                                text,
                                tags.isEmpty() ? "no image with a tag" : "the tags " + tags,
                                text));
    }

    /// For messages and for the image's own settings; nothing is looked up under this host.
    private static ImageRef reference(LayoutIndex index, Path path, String tag) {
        if (!ImageRef.isTag(tag)) {
            throw new PermanentFailure(
                    "reference-malformed",
                    "opening %s: '%s' is no tag that a registry would take; give the image another name"
                            .formatted(path, tag));
        }
        var repository =
                index.repository()
                        .map(name -> ImageRef.parse(name + ":" + tag).repository())
                        .orElseGet(() -> repository(path));
        return new ImageRef("localhost", repository, Optional.of(tag), Optional.empty());
    }

    private static String repository(Path path) {
        var name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        var plain =
                name.toLowerCase(Locale.ROOT)
                        .replaceFirst("\\.tar$", "")
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        return plain.isEmpty() ? "image" : plain;
    }

    /// Where the parts are.
    public ImageStore store() {
        return store;
    }

    /// Repository and tag in it.
    public ImageRef reference() {
        return reference;
    }

    /// What an image of the same repository with this tag is called.
    public String name(String tag) {
        return prefix + tag;
    }

    /// Whether changes have to be saved.
    public boolean isArchive() {
        return archive.isPresent();
    }

    /// Where they go unless somebody says otherwise: beside the archive.
    public Path beside(String suffix) {
        var name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.replaceFirst("(\\.tar)?$", suffix + ".tar"));
    }

    /// Writes an archive with everything that was there and everything that was added.
    public void save(Path output) {
        archive.orElseThrow().writeTo(output);
    }

    @Override
    public void close() {
        archive.ifPresent(DockerArchive::close);
    }
}
