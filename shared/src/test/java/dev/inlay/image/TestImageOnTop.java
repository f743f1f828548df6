package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What `FROM image` and one more layer give: everything is inherited but what is replaced.
final class TestImageOnTop {
    private TestImageOnTop() {}

    static Twin of(Twin base, String settings) {
        var manifest = base.manifest().tree();
        var tree = JsonTree.object(base.configuration(), "a base");
        var layer = Layer.ofTar(("on top of " + base.manifest().digest()).getBytes(UTF_8));
        manifest.withArray("layers")
                .addObject()
                .put("mediaType", MediaType.OCI_LAYER)
                .put("digest", layer.digest().value())
                .put("size", layer.compressed().length);
        tree.withArray("/rootfs/diff_ids").add(layer.diffId().value());
        if (tree.path("history").isArray()) {
            tree.withArray("history").addObject().put("created_by", "RUN something");
        }
        tree.withObject("config").setAll(JsonTree.object(settings.getBytes(UTF_8), "settings"));
        var configuration = JsonTree.bytes(tree);
        manifest.withObject("config")
                .put("digest", Digest.of(configuration).value())
                .put("size", configuration.length);
        manifest.remove("annotations");
        return new Twin(
                new Manifest(JsonTree.bytes(manifest), base.manifest().mediaType()), configuration);
    }
}
