package dev.inlay.instrument;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.image.Reason;
import dev.inlay.policy.Dsse;
import dev.inlay.policy.Signer;
import dev.inlay.policy.TrustedKey;
import dev.inlay.registry.ImageStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The attestations beside instrumented images: attached once, found again by whoever checks.
final class Attestations {
    private static final int MAX_CONTENT = 64 * 1024;

    private final ImageStore registry;
    private final String repository;

    Attestations(ImageStore registry, String repository) {
        this.registry = registry;
        this.repository = repository;
    }

    /// One as it was found.
    static final class Found {
        private final Digest digest;
        private final boolean signed;
        private final byte[] content;

        private Found(Digest digest, boolean signed, byte[] content) {
            this.digest = digest;
            this.signed = signed;
            this.content = content;
        }

        /// Of its manifest.
        Digest digest() {
            return digest;
        }

        /// Whether it says so.
        boolean signed() {
            return signed;
        }

        /// What it says; empty when it says it is signed and none of the keys did.
        Optional<byte[]> statement(List<TrustedKey> keys) {
            return signed
                    ? Dsse.payload(JsonTree.object(content, "an attestation"), keys)
                    : Optional.of(content);
        }

        /// What it says, whoever says it; empty when that is no JSON.
        private Optional<ObjectNode> unverified() {
            return JsonTree.read(content)
                    .found()
                    .flatMap(said -> signed ? Dsse.unverified(said) : Optional.of(said));
        }
    }

    /// How far one is before the image has its tag.
    sealed interface Prepared {
        /// It was there already.
        record There() implements Prepared {}

        /// All but its manifest was sent: that is what makes it known.
        record Sent(Manifest manifest) implements Prepared {}

        /// Nothing is known.
        record Not() implements Prepared {}
    }

    /// What can be done at the same time as the image is sent. What fails is done again by
    /// [#attach], so that it keeps no image from being published.
    Prepared prepare(Plan plan, Optional<Signer> signer) {
        try {
            return send(plan, signer);
        } catch (TransientFailure | PermanentFailure e) {
            return new Prepared.Not();
        }
    }

    /// Makes one be there. What a registry does not take is told, and fails nothing: the labels say
    /// the same.
    Optional<Reason> attach(Plan plan, Optional<Signer> signer, Prepared prepared) {
        try {
            var ready = prepared instanceof Prepared.Not ? send(plan, signer) : prepared;
            if (ready instanceof Prepared.Sent(var manifest)) {
                registry.putManifest(repository, manifest);
            }
            return Optional.empty();
        } catch (PermanentFailure e) {
            return Optional.of(new Reason(e.code(), String.valueOf(e.getMessage())));
        }
    }

    private Prepared send(Plan plan, Optional<Signer> signer) {
        var statement = Attestation.statement(plan);
        if (isThere(plan.root().digest(), statement, signer)) {
            return new Prepared.There();
        }
        var content = Attestation.content(statement, signer);
        Together.of(List.of(pushing(Attestation.EMPTY), pushing(content)));
        return new Prepared.Sent(Attestation.manifest(plan.root(), content, signer.isPresent()));
    }

    private Supplier<Boolean> pushing(byte[] blob) {
        return () -> registry.pushBlob(repository, Digest.of(blob), blob);
    }

    /// A signature is random, so the statement and who signed it are what is compared.
    private boolean isThere(Digest subject, byte[] statement, Optional<Signer> signer) {
        var keys = signer.map(key -> TrustedKey.of(key.publicKey())).stream().toList();
        return about(subject)
                .filter(found -> found.signed() == signer.isPresent())
                .flatMap(found -> found.statement(keys).stream())
                .anyMatch(said -> Arrays.equals(said, statement));
    }

    /// What those who attested this manifest say it was made from, whoever they are. None where the
    /// registry does not tell.
    Stream<Digest> sources(Digest subject) {
        try {
            return about(subject).toList().stream()
                    .map(Found::unverified)
                    .flatMap(Optional::stream)
                    .map(Attestation::source)
                    .flatMap(Optional::stream);
        } catch (PermanentFailure e) {
            return Stream.empty();
        }
    }

    /// All that are about this manifest; an artifact that cannot be read is none.
    Stream<Found> about(Digest subject) {
        return registry.referrers(repository, subject).stream()
                .filter(each -> Attestation.isOne(each.artifactType()))
                .map(each -> registry.manifest(repository, each.digest()))
                .flatMap(Optional::stream)
                .filter(manifest -> manifest.subject().filter(subject::equals).isPresent())
                .map(this::found)
                .flatMap(Optional::stream);
    }

    private Optional<Found> found(Manifest manifest) {
        JsonNode layer = manifest.tree().path("layers").path(0);
        return Digest.parse(layer.path("digest").asText())
                .filter(digest -> registry.hasBlob(repository, digest))
                .map(digest ->
                        new Found(
                                manifest.digest(),
                                layer.path("mediaType").asText().equals(Attestation.ENVELOPE),
                                registry.blob(repository, digest, MAX_CONTENT)));
    }
}
