package dev.inlay.policy;

/// Signs with the key that sensors trust: a key file on one machine, KMS on AWS. The key is P-256,
/// the one curve that both, the JDK and the sensor have.
public interface Signer {
    /// What sensors look the public key up by.
    String keyId();

    /// The uncompressed point: 65 bytes, the first is 4.
    byte[] publicKey();

    /// The DER form of an ECDSA signature with SHA-256.
    ///
    /// @param bytes at most 4,096: what KMS signs at most
    byte[] sign(byte[] bytes);
}
