package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.TestImage;
import dev.inlay.image.TestIndex;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import java.util.function.UnaryOperator;

/// What repositories hold besides ordinary images, as others write it.
enum OddDocument {
    SCHEMA_1("schema-1") {
        @Override
        Manifest push(Distribution to, String repository) {
            var layer = image(to, repository, "{}").layers().getFirst().digest();
            var text =
                    "{\"schemaVersion\":1,\"name\":\"%s\",\"tag\":\"1\",\"architecture\":\"amd64\",\"fsLayers\":[{\"blobSum\":\"%s\"}],\"history\":[{\"v1Compatibility\":\"{\\\"id\\\":\\\"a\\\"}\"}]}"
                            .formatted(repository, layer);
            return new Manifest(
                    text.getBytes(UTF_8), "application/vnd.docker.distribution.manifest.v1+json");
        }
    },
    WINDOWS("os") {
        @Override
        Manifest push(Distribution to, String repository) {
            var image = image(to, repository, "{\"Cmd\":[\"cmd\"]}");
            var text = image.config().text().replace("\"os\":\"linux\"", "\"os\":\"windows\"");
            var config = new TestImage.Blob(text);
            to.pushBlob(repository, config.digest(), config.bytes());
            return edited(
                    image.manifest(),
                    manifest ->
                            manifest.replace(
                                            image.config().digest().value(),
                                            config.digest().value())
                                    .replace(
                                            "\"size\":" + image.config().bytes().length,
                                            "\"size\":" + config.bytes().length));
        }
    },
    CHART("artifact") {
        @Override
        Manifest push(Distribution to, String repository) {
            return edited(
                    image(to, repository, "{}").manifest(),
                    text ->
                            text.replace(
                                            "application/vnd.oci.image.config.v1+json",
                                            "application/vnd.cncf.helm.config.v1+json")
                                    .replace(
                                            LAYER,
                                            "application/vnd.cncf.helm.chart.content.v1.tar+gzip"));
        }
    },
    SIGNATURE("signature") {
        @Override
        Manifest push(Distribution to, String repository) {
            return layered(to, repository, "application/vnd.dev.cosign.simplesigning.v1+json", "");
        }
    },
    STATEMENT("attestation") {
        @Override
        Manifest push(Distribution to, String repository) {
            return layered(to, repository, "application/vnd.in-toto+json", "");
        }
    },
    REFERRER("artifact") {
        @Override
        Manifest push(Distribution to, String repository) {
            var image = image(to, repository, "{}").manifest();
            var subject =
                    TestImage.descriptor(image.mediaType(), image.digest(), image.bytes().length);
            return edited(image, text -> text.replaceAll("}$", ",\"subject\":" + subject + "}"));
        }
    },
    /// Its layer is elsewhere, and not in the registry.
    ELSEWHERE("") {
        @Override
        Manifest push(Distribution to, String repository) {
            return elsewhere(
                    image(to, repository, "{\"Cmd\":[\"elsewhere\"]}"),
                    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip");
        }
    },
    /// The same in Docker's format.
    FOREIGN("") {
        @Override
        Manifest push(Distribution to, String repository) {
            var image =
                    TestImage.of(MediaType.DOCKER_MANIFEST, "amd64", "{\"Cmd\":[\"foreign\"]}", 1);
            LocalRegistry.pushUntagged(to, repository, image);
            return elsewhere(image, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
        }
    },
    NONDISTRIBUTABLE("") {
        @Override
        Manifest push(Distribution to, String repository) {
            return layered(
                    to,
                    repository,
                    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                    "");
        }
    },
    ENCRYPTED("") {
        @Override
        Manifest push(Distribution to, String repository) {
            return layered(
                    to,
                    repository,
                    LAYER + "+encrypted",
                    ",\"annotations\":{\"org.opencontainers.image.enc.keys.jwe\":\"e30=\"}");
        }
    },
    NESTED("") {
        @Override
        Manifest push(Distribution to, String repository) {
            var image = image(to, repository, "{\"Cmd\":[\"nested\"]}").manifest();
            var inner =
                    TestIndex.of(MediaType.OCI_INDEX, TestIndex.entry(image, "linux/amd64", ""));
            to.putManifest(repository, inner);
            return TestIndex.of(MediaType.OCI_INDEX, TestIndex.entry(inner, "", ""));
        }
    },
    MIXED("") {
        @Override
        Manifest push(Distribution to, String repository) {
            var image = image(to, repository, "{\"Cmd\":[\"mixed\"]}").manifest();
            var windows = WINDOWS.push(to, repository);
            to.putManifest(repository, windows);
            var statement = STATEMENT.push(to, repository);
            to.putManifest(repository, statement);
            return TestIndex.of(
                    MediaType.OCI_INDEX,
                    TestIndex.entry(image, "linux/amd64", ""),
                    TestIndex.entry(windows, "windows/amd64", ""),
                    TestIndex.entry(statement, "unknown/unknown", TestIndex.ATTESTATION));
        }
    };

    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final String declined;

    OddDocument(String declined) {
        this.declined = declined;
    }

    /// Why it is declined; empty when it is instrumented.
    String declined() {
        return declined;
    }

    /// Pushes all it refers to.
    ///
    /// @return what is left to be tagged
    abstract Manifest push(Distribution to, String repository);

    private static TestImage image(Distribution to, String repository, String config) {
        var image = TestImage.of(MediaType.OCI_MANIFEST, "amd64", config, 1);
        LocalRegistry.pushUntagged(to, repository, image);
        return image;
    }

    /// An image whose one layer is of another kind.
    private static Manifest layered(Distribution to, String repository, String type, String more) {
        var image = image(to, repository, "{\"Cmd\":[\"layer\"]}");
        var size = "\"size\":" + image.layers().getFirst().compressed().length;
        return edited(
                image.manifest(), text -> text.replace(LAYER, type).replace(size, size + more));
    }

    private static Manifest elsewhere(TestImage image, String type) {
        var layer = image.layers().getFirst();
        var size = "\"size\":" + layer.compressed().length;
        return edited(
                image.manifest(),
                text ->
                        text.replaceAll("application/vnd[a-z.]+(?:layer|rootfs)[a-z0-9.+]+", type)
                                .replace(
                                        layer.digest().value(),
                                        Digest.ofText("elsewhere " + type).value())
                                .replace(
                                        size,
                                        size + ",\"urls\":[\"https://layers.example/a?b=c&d\"]"));
    }

    private static Manifest edited(Manifest manifest, UnaryOperator<String> edit) {
        var text = edit.apply(new String(manifest.bytes(), UTF_8));
        return new Manifest(text.getBytes(UTF_8), manifest.mediaType());
    }
}
