package dev.inlay.image;

/// A layer of ours: a compressed tar, named once by what is stored and once by what it unpacks to.
public final class Layer {
    private final byte[] compressed;
    private final Digest digest;
    private final Digest diffId;

    private Layer(byte[] compressed, Digest digest, Digest diffId) {
        this.compressed = compressed;
        this.digest = digest;
        this.diffId = diffId;
    }

    /// Packs a tar. The result depends on the tar alone, on no compressor's version.
    public static Layer ofTar(byte[] tar) {
        var compressed = StoredGzip.of(tar);
        return new Layer(compressed, Digest.of(compressed), Digest.of(tar));
    }

    /// One that was packed at build time. That the bytes are what the digest says is for whoever
    /// stores them to check, as registries do: here it would take as long as some requests.
    public static Layer prebuilt(byte[] compressed, Digest digest, Digest diffId) {
        return new Layer(compressed, digest, diffId);
    }

    /// As stored in a registry; not to be changed.
    public byte[] compressed() {
        return compressed;
    }

    /// Digest of the stored bytes.
    public Digest digest() {
        return digest;
    }

    /// Digest of the tar inside.
    public Digest diffId() {
        return diffId;
    }
}
