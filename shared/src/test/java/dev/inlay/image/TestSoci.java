package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/// SOCI indexes as `soci create` and `soci convert` write them, for the first layer of an image.
/// The table of contents itself is any blob: only those who start images read it.
public final class TestSoci {
    /// A table of contents.
    public static final TestImage.Blob TABLE = new TestImage.Blob("a table of contents");

    /// What stands in the place of a configuration.
    public static final TestImage.Blob EMPTY = new TestImage.Blob("{}");

    private TestSoci() {}

    /// One that is about the image.
    public static Manifest version1(TestImage image) {
        var subject =
                TestImage.descriptor(
                        image.manifest().mediaType(),
                        image.manifest().digest(),
                        image.manifest().bytes().length);
        return index(SociIndex.REFERRER, image, Optional.of(subject));
    }

    /// One that an image names.
    public static Manifest version2(TestImage image) {
        return index(SociIndex.MEMBER, image, Optional.empty());
    }

    /// The image's manifest, naming an index.
    public static Manifest naming(TestImage image, Manifest index) {
        var tree = image.manifest().tree();
        tree.putObject("annotations").put("com.amazon.soci.index-digest", index.digest().value());
        return new Manifest(JsonTree.bytes(tree), image.manifest().mediaType());
    }

    /// What `soci convert` pushes: the image and its index.
    public static Manifest indexOf(Manifest image, Manifest soci) {
        var tree = JsonTree.newObject();
        tree.put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX);
        var entries = tree.putArray("manifests");
        var platform = JsonTree.newObject().put("architecture", "amd64").put("os", "linux");
        var first = entries.addObject();
        first.put("mediaType", image.mediaType())
                .put("digest", image.digest().value())
                .put("size", image.bytes().length);
        first.putObject("annotations").put("com.amazon.soci.index-digest", soci.digest().value());
        first.set("platform", platform);
        var second = entries.addObject();
        second.put("mediaType", soci.mediaType())
                .put("artifactType", SociIndex.MEMBER)
                .put("digest", soci.digest().value())
                .put("size", soci.bytes().length);
        second.putObject("annotations")
                .put("com.amazon.soci.image-manifest-digest", image.digest().value());
        second.set("platform", platform);
        return new Manifest(JsonTree.bytes(tree), MediaType.OCI_INDEX);
    }

    private static Manifest index(String type, TestImage image, Optional<String> subject) {
        var table =
                "{\"mediaType\":\"application/octet-stream\",\"digest\":\""
                        + TABLE.digest()
                        + "\",\"size\":"
                        + TABLE.bytes().length
                        + ",\"annotations\":{\"com.amazon.soci.image-layer-digest\":\""
                        + image.layers().getFirst().digest()
                        + "\",\"com.amazon.soci.image-layer-mediaType\":\""
                        + MediaType.OCI_LAYER
                        + "\"}}";
        var text =
                "{\"schemaVersion\":2,\"mediaType\":\""
                        + MediaType.OCI_MANIFEST
                        + "\",\"config\":"
                        + TestImage.descriptor(type, EMPTY.digest(), EMPTY.bytes().length)
                        + ",\"layers\":["
                        + table
                        + "]"
                        + subject.map(about -> ",\"subject\":" + about).orElse("")
                        + ",\"annotations\":{\"com.amazon.soci.build-tool-identifier\":\"AWS SOCI CLI v0.2\"}}";
        return new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST);
    }
}
