package dev.inlay.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.image.Digest;
import dev.inlay.image.ImageRef;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import java.io.ByteArrayOutputStream;

/// The images of an archive that has only a `manifest.json`: from it and the configurations come
/// the manifests that Docker would push, had it not to compress the layers. A layer's digest is the
/// one its configuration names, so no layer is read.
final class LegacyImages {
    private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar";
    private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
    private static final int MAX_LAYERS = 1_000;

    private final DockerArchive archive;
    private final LayoutIndex index =
            new LayoutIndex(
                    JsonTree.newObject()
                            .put("schemaVersion", 2)
                            .put("mediaType", MediaType.OCI_INDEX));

    LegacyImages(DockerArchive archive) {
        this.archive = archive;
    }

    ObjectNode index() {
        index.tree().putArray("manifests");
        var listed = list();
        for (var image : listed) {
            var manifest = manifest(image);
            archive.write(manifest.digest(), manifest.bytes());
            add(manifest, image.path("RepoTags"));
        }
        return index.tree();
    }

    /// A JSON list is no object, which is all that is read here: it is made one.
    private JsonNode list() {
        var entry =
                archive.entries()
                        .find("manifest.json")
                        .orElseThrow(() -> archive.entries().refused("it has no manifest.json"));
        var text = archive.content(entry, DockerArchive.MAX_DOCUMENT);
        var whole = new ByteArrayOutputStream();
        whole.writeBytes("{\"images\":".getBytes(UTF_8));
        whole.writeBytes(text);
        whole.write('}');
        return JsonTree.object(whole.toByteArray(), "manifest.json of " + archive.name())
                .path("images");
    }

    private Manifest manifest(JsonNode image) {
        var configName = image.path("Config").asText();
        var entry = found(configName);
        var configuration = archive.content(entry, DockerArchive.MAX_DOCUMENT);
        var digest = Digest.of(configuration);
        archive.blob(digest, entry);
        var diffIds =
                JsonTree.object(configuration, configName + " of " + archive.name())
                        .path("rootfs")
                        .path("diff_ids");
        var layers = image.path("Layers");
        if (layers.size() != diffIds.size() || layers.size() > MAX_LAYERS) {
            throw archive.entries()
                    .refused(
                            "%s names %d layers and manifest.json %d"
                                    .formatted(configName, diffIds.size(), layers.size()));
        }
        var manifest =
                JsonTree.newObject()
                        .put("schemaVersion", 2)
                        .put("mediaType", MediaType.DOCKER_MANIFEST);
        manifest.putObject("config")
                .put("mediaType", CONFIG)
                .put("size", configuration.length)
                .put("digest", digest.value());
        var list = manifest.putArray("layers");
        for (int at = 0; at < layers.size(); at++) {
            list.add(layer(layers.path(at).asText(), diffIds.path(at).asText()));
        }
        return new Manifest(JsonTree.bytes(manifest), MediaType.DOCKER_MANIFEST);
    }

    private ObjectNode layer(String name, String diffId) {
        var entry = found(name);
        boolean compressed = isCompressed(entry);
        var unpacked = Digest.require(diffId, "a layer of " + archive.name());
        var digest = compressed ? archive.digest(entry) : unpacked;
        archive.blob(digest, entry);
        return JsonTree.newObject()
                .put("mediaType", compressed ? LAYER + ".gzip" : LAYER)
                .put("size", entry.size())
                .put("digest", digest.value());
    }

    private boolean isCompressed(ArchiveEntries.Entry entry) {
        var head =
                archive.content(new ArchiveEntries.Entry(entry.at(), Math.min(2, entry.size())), 2);
        return head.length == 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    }

    private ArchiveEntries.Entry found(String name) {
        return archive.entries()
                .find(name)
                .orElseThrow(() ->
                        archive.entries()
                                .refused(
                                        "its manifest.json names "
                                                + name
                                                + ", which it does not have"));
    }

    private void add(Manifest manifest, JsonNode names) {
        if (names.isEmpty()) {
            entry(manifest);
        }
        for (var name : names) {
            var tag = ImageRef.parse(name.asText()).tag();
            entry(manifest)
                    .putObject("annotations")
                    .put(LayoutIndex.NAME, name.asText())
                    .put(LayoutIndex.TAG, tag.orElse("latest"));
        }
    }

    private ObjectNode entry(Manifest manifest) {
        return index.tree()
                .withArray("manifests")
                .addObject()
                .put("mediaType", manifest.mediaType())
                .put("digest", manifest.digest().value())
                .put("size", manifest.bytes().length);
    }
}
