package dev.inlay.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says what a manifest is from its own words, before anything else is read.
public final class Classifier {
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final int MAX_CHILDREN = 200;

    private final Set<Platform> supported;

    /// @param supported platforms (without variant) for which there is a sensor
    public Classifier(Set<Platform> supported) {
        this.supported = Set.copyOf(supported);
    }

    /// Whether there is a sensor for a platform, whatever its variant.
    public boolean supports(Platform platform) {
        return supported.contains(new Platform(platform.os(), platform.architecture(), ""));
    }

    /// What it is.
    public Classification classify(Manifest manifest) {
        if (manifest.mediaType().startsWith("application/vnd.docker.distribution.manifest.v1")) {
            return declined(
                    Decline.SCHEMA_1,
                    "it is in Docker's first manifest format, which no engine pushes any more; push it again with a current one");
        }
        if (!MediaType.MANIFESTS.contains(manifest.mediaType())) {
            return declined(Decline.MEDIA_TYPE, "its media type is '" + manifest.mediaType() + "'");
        }
        return switch (JsonTree.read(manifest.bytes())) {
            case Reading.Malformed<ObjectNode>(var because) -> malformed(because);
            case Reading.Read<ObjectNode>(var tree) -> classify(manifest, tree);
        };
    }

    private Classification classify(Manifest manifest, ObjectNode tree) {
        var said = tree.path("mediaType");
        if (!said.isMissingNode() && !said.asText().equals(manifest.mediaType())) {
            return malformed(
                    "it calls itself '"
                            + said.asText()
                            + "' but is stored as "
                            + manifest.mediaType());
        }
        var spelling = Spelling.ofManifest(tree);
        if (spelling.isPresent()) {
            return malformed(spelling.get());
        }
        var annotations = tree.path("annotations");
        if (!annotations.isMissingNode() && !annotations.isNull() && !annotations.isObject()) {
            return malformed("its annotations are no object");
        }
        if (tree.has("manifests") && (tree.has("layers") || tree.has("config"))) {
            return malformed(
                    "it has both layers and manifests, so tools disagree about what it is");
        }
        if (tree.has("subject") || tree.has("artifactType")) {
            return declined(
                    Decline.ARTIFACT,
                    "it is an artifact, about an image or of another kind: nothing that runs");
        }
        return manifest.isIndex() ? index(manifest, tree) : single(manifest, tree);
    }

    private static Classification single(Manifest manifest, ObjectNode tree) {
        var type = tree.path("config").path("mediaType").asText();
        if (!MediaType.CONFIGS.contains(type)) {
            return declined(
                    Decline.ARTIFACT, "its configuration is '" + type + "', not an image's");
        }
        if (!tree.path("layers").isArray() && !tree.path("layers").isNull()) {
            return malformed("it has no list of layers");
        }
        for (var layer : tree.path("layers")) {
            var declined = layer(layer);
            if (declined.isPresent()) {
                return declined.get();
            }
        }
        return Digest.parse(tree.path("config").path("digest").asText())
                .<Classification>map(digest -> new Classification.Single(manifest, digest))
                .orElseGet(() -> malformed("its configuration has no SHA-256 digest"));
    }

    private static Optional<Classification> layer(JsonNode layer) {
        var type = layer.path("mediaType").asText();
        if (type.contains("in-toto") || type.contains("dsse.envelope")) {
            return Optional.of(
                    declined(Decline.ATTESTATION, "it is an attestation about an image"));
        }
        if (type.contains("simplesigning")) {
            return Optional.of(declined(Decline.SIGNATURE, "it is a signature of an image"));
        }
        if (!type.startsWith("application/vnd.oci.image.layer.")
                && !type.startsWith("application/vnd.docker.image.rootfs.")) {
            return Optional.of(
                    declined(
                            Decline.ARTIFACT,
                            "it holds '" + type + "', which is no file system layer"));
        }
        return layer.path("digest").isTextual() && layer.path("size").isIntegralNumber()
                ? Optional.empty()
                : Optional.of(malformed("one of its layers has no digest or no size"));
    }

    private Classification index(Manifest manifest, ObjectNode tree) {
        var entries = tree.path("manifests");
        if (!entries.isArray() || entries.size() > MAX_CHILDREN) {
            return malformed(
                    "its list of manifests is missing or has more than "
                            + MAX_CHILDREN
                            + " entries");
        }
        var children = new LinkedHashMap<Digest, Classification.Child>();
        for (var entry : entries) {
            var digest = Digest.parse(entry.path("digest").asText());
            if (digest.isEmpty()) {
                return malformed("one of its manifests has no SHA-256 digest");
            }
            var child = child(digest.get(), entry);
            var before = children.putIfAbsent(digest.get(), child);
            if (before != null && !before.getClass().equals(child.getClass())) {
                return malformed(
                        "it lists "
                                + digest.get()
                                + " twice, once as an image that gets a sensor and once as something else");
            }
        }
        return new Classification.Index(manifest, List.copyOf(children.values()));
    }

    private Classification.Child child(Digest digest, JsonNode entry) {
        var platform = platform(entry.path("platform"));
        if (entry.path("annotations")
                .path(REFERENCE_TYPE)
                .asText()
                .equals("attestation-manifest")) {
            return new Classification.Child.Dropped(
                    digest,
                    Decline.ATTESTATION.because(
                            "it is an attestation about a manifest of the original index"));
        }
        if (entry.path("artifactType").asText().equals(SociIndex.MEMBER)) {
            return new Classification.Child.Companion(digest);
        }
        if (!isManifest(entry) || (isArtifact(entry) && !supports(platform))) {
            return new Classification.Child.Kept(
                    digest, platform, Decline.ARTIFACT.because("it is no image"));
        }
        boolean unsaid = platform.os().isEmpty();
        return unsaid || supports(platform)
                ? new Classification.Child.Candidate(digest, platform)
                : new Classification.Child.Kept(digest, platform, unsupported(platform));
    }

    /// Engines go by what a manifest is, even where its entry does not say it.
    private static boolean isManifest(JsonNode entry) {
        var type = entry.path("mediaType").asText();
        return type.isEmpty() || MediaType.MANIFESTS.contains(type);
    }

    /// An image's type is that of its configuration (OCI image-spec, descriptor.md), and engines
    /// start what is listed for their platform whatever type its entry gives it: what would be
    /// started is looked at.
    private static boolean isArtifact(JsonNode entry) {
        return entry.has("artifactType")
                && !MediaType.CONFIGS.contains(entry.path("artifactType").asText());
    }

    /// Why a platform is left alone.
    public static Reason unsupported(Platform platform) {
        return platform.os().equals("linux")
                ? Decline.PLATFORM.because("there is no sensor for " + platform)
                : Decline.OS.because("it runs on " + platform.os() + "; the sensor needs Linux");
    }

    private static Platform platform(JsonNode from) {
        return new Platform(
                from.path("os").asText(),
                from.path("architecture").asText(),
                from.path("variant").asText());
    }

    private static Classification declined(Decline decline, String text) {
        return new Classification.Declined(decline.because(text));
    }

    private static Classification malformed(String text) {
        return declined(Decline.MALFORMED, text);
    }
}
