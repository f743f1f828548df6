package dev.inlay.image;

import java.util.Optional;

/// The layer that is different for every image: what its sensor has to know. A pure function of its
/// two documents.
public final class SettingsLayer {
    private static final String DIRECTORY = ".inlay/";

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
}
