package dev.inlay.policy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Dead Simple Signing Envelope v1: what is signed is not the payload alone but also its type and
/// both lengths, so nothing can be reinterpreted.
final class Dsse {
    private Dsse() {}

    /// `"DSSEv1" SP len(type) SP type SP len(payload) SP payload`.
    static byte[] preAuthentication(byte[] payload) {
        var type = SignedPolicy.PAYLOAD_TYPE;
        var head = "DSSEv1 " + type.length() + " " + type + " " + payload.length + " ";
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }
}
