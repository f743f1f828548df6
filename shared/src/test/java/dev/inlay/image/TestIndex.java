package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Indexes made by hand.
public final class TestIndex {
    /// What BuildKit says of the entry of a statement about another entry.
    public static final String ATTESTATION =
            ",\"annotations\":{\"vnd.docker.reference.digest\":\"sha256:0\",\"vnd.docker.reference.type\":\"attestation-manifest\"}";

    private TestIndex() {}

    /// An index with these entries.
    public static Manifest of(String mediaType, String... entries) {
        var text =
                "{\"schemaVersion\":2,\"mediaType\":\""
                        + mediaType
                        + "\",\"manifests\":["
                        + String.join(",", entries)
                        + "]}";
        return new Manifest(text.getBytes(UTF_8), mediaType);
    }

    /// An entry.
    ///
    /// @param platform `os/architecture`, or empty for an entry that does not say
    /// @param rest more fields, each after a comma
    public static String entry(Manifest manifest, String platform, String rest) {
        var descriptor =
                TestImage.descriptor(
                        manifest.mediaType(), manifest.digest(), manifest.bytes().length);
        var parsed = Platform.parse(platform);
        var where =
                platform.isEmpty()
                        ? ""
                        : ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}"
                                .formatted(parsed.os(), parsed.architecture());
        return descriptor.substring(0, descriptor.length() - 1) + where + rest + "}";
    }
}
