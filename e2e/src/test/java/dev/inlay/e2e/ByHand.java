package dev.inlay.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.image.Digest;
import dev.inlay.image.Layer;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.TestImage;
import dev.inlay.image.TestIndex;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Images that no builder here makes, written to the published formats.
final class ByHand {
    private static final String CONFIG =
            "{\"Entrypoint\":[\"/program\"],\"Cmd\":[\"say\",\"hello\"],\"StopSignal\":\"SIGINT\",\"WorkingDir\":\"/missing\",\"ArgsEscaped\":true,\"x-unknown\":[1,2.50],\"Healthcheck\":{\"Test\":[\"CMD\",\"/program\"],\"StartInterval\":5000000000},\"Labels\":{\"name\":\"NAME\"}}";

    private ByHand() {}

    /// Everything a manifest may leave out or add: it does not name its own type, embeds its
    /// configuration, and has no history.
    static void odd(Workshop shop, String to) throws IOException {
        var image = image(shop, "by-hand", 3);
        var config = Base64.getEncoder().encodeToString(image.config().bytes());
        var size = "\"size\":" + image.config().bytes().length;
        var text =
                new String(image.manifest().bytes(), UTF_8)
                        .replace("\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",", "")
                        .replaceFirst(size, size + ",\"data\":\"" + config + "\"")
                        .replaceAll("}$", ",\"annotations\":{\"kept\":\"yes\"},\"x-unknown\":{}}");
        push(shop, to, image, new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST));
    }

    /// An index with the statement that BuildKit makes about its builds.
    static void attested(Workshop shop, String to) throws IOException {
        var image = image(shop, "by-hand-attested", 2);
        var statement = statement(shop, to);
        var index =
                TestIndex.of(
                        MediaType.OCI_INDEX,
                        TestIndex.entry(image.manifest(), "linux/amd64", ""),
                        TestIndex.entry(
                                statement,
                                "unknown/unknown",
                                TestIndex.ATTESTATION.replace(
                                        "sha256:0", image.manifest().digest().value())));
        push(shop, to, image, index);
    }

    /// An image whose first layer is not in the registry.
    ///
    /// @param to a reference with the tag 1
    /// @param address where it is said to be
    /// @return the layer as it has to be served there
    static byte[] elsewhere(Workshop shop, String to, URI address) throws IOException {
        var image = image(shop, "elsewhere", 2);
        var layer = image.layers().getFirst();
        var there = "\"size\":%d".formatted(layer.compressed().length);
        var text =
                new String(image.manifest().bytes(), UTF_8)
                        .replaceFirst(
                                "application/vnd.oci.image.layer.v1",
                                "application/vnd.oci.image.layer.nondistributable.v1")
                        .replaceFirst(there, "%s,\"urls\":[\"%s\"]".formatted(there, address));
        var client = shop.client();
        var above = image.layers().getLast();
        client.pushBlob(repository(to), above.digest(), above.compressed());
        client.pushBlob(repository(to), image.config().digest(), image.config().bytes());
        client.tag(repository(to), "1", new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST));
        return layer.compressed();
    }

    /// An image with as many layers as wanted.
    static void layered(Workshop shop, String to, int layers) throws IOException {
        var image = image(shop, "layers-" + layers, layers);
        push(shop, to, image, image.manifest());
    }

    private static TestImage image(Workshop shop, String name, int count) throws IOException {
        var config = CONFIG.replace("NAME", name);
        var layers = new ArrayList<Layer>();
        layers.add(Layer.ofTar(Files.readAllBytes(shop.content().tar())));
        layers.addAll(TestImage.of(MediaType.OCI_MANIFEST, "amd64", config, count - 1).layers());
        return TestImage.of(MediaType.OCI_MANIFEST, "amd64", config, layers);
    }

    private static Manifest statement(Workshop shop, String to) {
        var client = shop.client();
        var said = new TestImage.Blob("{\"_type\":\"https://in-toto.io/Statement/v0.1\"}");
        var config = new TestImage.Blob("{\"architecture\":\"unknown\",\"os\":\"unknown\"}");
        for (var blob : List.of(said, config)) {
            client.pushBlob(repository(to), blob.digest(), blob.bytes());
        }
        var text =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                        .formatted(
                                MediaType.OCI_MANIFEST,
                                descriptor("application/vnd.oci.image.config.v1+json", config),
                                descriptor("application/vnd.in-toto+json", said));
        var statement = new Manifest(text.getBytes(UTF_8), MediaType.OCI_MANIFEST);
        client.putManifest(repository(to), statement);
        return statement;
    }

    private static String descriptor(String mediaType, TestImage.Blob blob) {
        Digest digest = blob.digest();
        return TestImage.descriptor(mediaType, digest, blob.bytes().length);
    }

    private static void push(Workshop shop, String to, TestImage image, Manifest root) {
        Distribution client = shop.client();
        LocalRegistry.pushUntagged(client, repository(to), image);
        client.tag(repository(to), to.substring(to.lastIndexOf(':') + 1), root);
    }

    private static String repository(String reference) {
        return reference.substring(reference.indexOf('/') + 1, reference.lastIndexOf(':'));
    }
}
