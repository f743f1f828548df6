package dev.inlay.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// The layer that is different for every image: what its sensor has to know. A pure function of its
/// two documents.
public final class SettingsLayer {
    private static final String DIRECTORY = ".inlay/";
    private static final int MAX_TAR = 8 * 1024 * 1024;

    private SettingsLayer() {}

    /// The layer that holds these documents.
    ///
    /// @param config `config.json`
    /// @param policy the signed policy to start with, if there is one
    public static Layer of(byte[] config, Optional<byte[]> policy) {
        var tar = new Tar().directory(DIRECTORY).file(DIRECTORY + "config.json", config);
        policy.ifPresent(document -> tar.file(DIRECTORY + "policy.json", document));
        return Layer.ofTar(tar.bytes());
    }

    /// What such a layer holds; not to be changed.
    public static final class Documents {
        private final byte[] config;
        private final Optional<byte[]> policy;

        private Documents(byte[] config, Optional<byte[]> policy) {
            this.config = config;
            this.policy = policy;
        }

        /// `config.json`.
        public byte[] config() {
            return config;
        }

        /// The signed policy to start with.
        public Optional<byte[]> policy() {
            return policy;
        }
    }

    /// What is in a layer; empty when it is none that `of` makes, to the byte: one that held a
    /// third file, or one of them with another owner, would not be believed.
    ///
    /// @param compressed as stored
    /// @param diffId what it has to unpack to
    public static Optional<Documents> read(byte[] compressed, Digest diffId) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            var tar = in.readNBytes(MAX_TAR);
            var config = Tar.content(tar, 1);
            if (!Digest.of(tar).equals(diffId) || config.isEmpty()) {
                return Optional.empty();
            }
            var policy = Tar.content(tar, 2);
            return of(config.get(), policy).diffId().equals(diffId)
                    ? Optional.of(new Documents(config.get(), policy))
                    : Optional.empty();
        } catch (IOException notGzip) {
            return Optional.empty();
        }
    }
}
