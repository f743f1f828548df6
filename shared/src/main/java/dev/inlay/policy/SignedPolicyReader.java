package dev.inlay.policy;

import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Reads signed policies, and takes them as a sensor would: signature, hash, image, version.
public final class SignedPolicyReader {
    /// As a string inside JSON the policy's quotes are escaped.
    static final int MAX_BYTES = 2 * PolicyDocument.MAX_BYTES;

    private static final int MAX_STATEMENT_BYTES = 4_096;

    private SignedPolicyReader() {}

    /// Reads the document without believing it.
    public static Reading<SignedPolicy> read(String document) {
        return Json.read(document, MAX_BYTES, SignedPolicyReader::signed);
    }

    private static SignedPolicy signed(Fields from) {
        from.version(1);
        var envelope = from.object("envelope");
        var type = envelope.text("payloadType", 256);
        if (!type.equals(SignedPolicy.PAYLOAD_TYPE)) {
            envelope.refuse("payloadType", "expected " + SignedPolicy.PAYLOAD_TYPE);
        }
        return new SignedPolicy(
                from.text("policy", PolicyDocument.MAX_BYTES),
                envelope.text("payload", 2 * MAX_STATEMENT_BYTES),
                envelope.list(
                        "signatures",
                        8,
                        true,
                        each ->
                                new SignedPolicy.Signature(
                                        each.text("keyid", 256), each.text("sig", 256))));
    }

    /// Reads the document and believes it only when one of the keys signed it.
    public static Reading<Policy> verify(String document, List<TrustedKey> keys) {
        return switch (read(document)) {
            case Reading.Malformed<SignedPolicy>(var because) -> new Reading.Malformed<>(because);
            case Reading.Read<SignedPolicy>(var signed) -> verify(signed, keys);
        };
    }

    private static Reading<Policy> verify(SignedPolicy signed, List<TrustedKey> keys) {
        var decoder = Base64.getDecoder();
        byte[] payload;
        var signatures = new ArrayList<byte[]>();
        try {
            payload = decoder.decode(signed.payload());
            signed.signatures().forEach(each -> signatures.add(decoder.decode(each.sig())));
        } catch (IllegalArgumentException e) {
            return new Reading.Malformed<>("the envelope is not base64: " + e.getMessage());
        }
        var bytes = Dsse.preAuthentication(payload);
        boolean believed =
                keys.stream()
                        .anyMatch(key ->
                                signatures.stream().anyMatch(each -> key.verifies(bytes, each)));
        if (!believed) {
            return new Reading.Malformed<>("no trusted key signed it");
        }
        return stated(signed, new String(payload, StandardCharsets.UTF_8));
    }

    private static Reading<Policy> stated(SignedPolicy signed, String statement) {
        return switch (Json.read(statement, MAX_STATEMENT_BYTES, Statement::read)) {
            case Reading.Malformed<Statement>(var because) ->
                    new Reading.Malformed<>("the statement: " + because);
            case Reading.Read<Statement>(var said) -> {
                if (!said.sha256().equals(signed.sha256())) {
                    yield new Reading.Malformed<>("the policy is not the one that was signed");
                }
                var policy = PolicyDocument.read(signed.text());
                yield policy.found().filter(said::isOf).isPresent()
                        ? policy
                        : new Reading.Malformed<>(
                                "the policy is malformed or of another image or version");
            }
        };
    }

    private record Statement(String sha256, String image, long version) {
        static Statement read(Fields from) {
            var subjects =
                    from.list(
                            "subject",
                            1,
                            true,
                            subject -> subject.object("digest").text("sha256", 64));
            if (subjects.isEmpty()) {
                from.refuse("subject", "it is empty");
            }
            var predicate = from.object("predicate");
            return new Statement(
                    subjects.isEmpty() ? "" : subjects.getFirst(),
                    predicate.text("image", 128),
                    predicate.number("policyVersion", 1, 1L << 53));
        }

        boolean isOf(Policy policy) {
            return policy.image().value().equals(image) && policy.version() == version;
        }
    }
}
