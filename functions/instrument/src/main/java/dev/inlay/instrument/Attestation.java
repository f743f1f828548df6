package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.policy.Dsse;
import dev.inlay.policy.Signer;
import java.util.Optional;

/// What an instrumented image was made from, for those who check it without knowing Inlay: an
/// in-toto statement (v1) with a SLSA provenance predicate (v1), in a DSSE envelope where there is
/// a key, as an OCI 1.1 artifact about the image. It holds no time, so the same image always gets
/// the same statement.
final class Attestation {
    /// How a bare statement is stored.
    static final String STATEMENT = "application/vnd.in-toto+json";

    /// How a signed one is.
    static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

    static final String PREDICATE = "https://slsa.dev/provenance/v1";
    static final byte[] EMPTY = "{}".getBytes(UTF_8);

    private static final String SOURCE = "source";
    private static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final String PREDICATE_TYPE_ANNOTATION = "in-toto.io/predicate-type";

    private Attestation() {}

    /// The statement about what a plan came to.
    static byte[] statement(Plan plan) {
        var statement = JsonTree.newObject().put("_type", TYPE);
        var subjects = statement.putArray("subject");
        var name = plan.push().repository() + ":" + plan.tag();
        described(subjects, name, plan.root().digest());
        for (var image : plan.images()) {
            var twin = image.twin().manifest().digest();
            if (!twin.equals(plan.root().digest())) {
                described(subjects, name + " " + image.platform(), twin);
            }
        }
        statement.put("predicateType", PREDICATE).set("predicate", predicate(plan));
        return JsonTree.bytes(statement);
    }

    /// What a statement names as what the image was made from.
    static Optional<Digest> source(JsonNode statement) {
        return statement
                .at("/predicate/buildDefinition/resolvedDependencies")
                .valueStream()
                .filter(each -> each.path("name").asText().equals(SOURCE))
                .map(each -> Digest.parse("sha256:" + each.path("digest").path("sha256").asText()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static ObjectNode predicate(Plan plan) {
        var predicate = JsonTree.newObject();
        var definition =
                predicate
                        .putObject("buildDefinition")
                        .put("buildType", "https://inlay.dev/instrument/v1");
        definition
                .putObject("externalParameters")
                .put("source", plan.push().repository() + ":" + plan.push().tag())
                .put("tag", plan.tag());
        var from = definition.putArray("resolvedDependencies");
        described(from, SOURCE, plan.push().digest());
        for (var image : plan.images()) {
            if (!image.source().equals(plan.push().digest())) {
                described(from, "source " + image.platform(), image.source());
            }
            described(from, "sensor " + image.platform(), image.sensor().digest())
                    .putObject("annotations")
                    .put("version", plan.sensor());
            described(from, "settings " + image.platform(), image.settings().digest());
        }
        predicate
                .putObject("runDetails")
                .putObject("builder")
                .put("id", "https://inlay.dev/instrument")
                .putObject("version")
                .put("sensor", plan.sensor());
        return predicate;
    }

    private static ObjectNode described(ArrayNode list, String name, Digest digest) {
        var descriptor = list.addObject().put("name", name);
        descriptor.putObject("digest").put("sha256", digest.hex());
        return descriptor;
    }

    /// The blob to store.
    static byte[] content(byte[] statement, Optional<Signer> signer) {
        return signer.map(key -> JsonTree.bytes(Dsse.envelope(statement, key))).orElse(statement);
    }

    /// The artifact that refers to that blob and to the image.
    static Manifest manifest(Manifest about, byte[] content, boolean signed) {
        var type = signed ? ENVELOPE : STATEMENT;
        var manifest =
                JsonTree.newObject()
                        .put("schemaVersion", 2)
                        .put("mediaType", MediaType.OCI_MANIFEST)
                        .put("artifactType", type);
        manifest.set("config", descriptor(EMPTY_TYPE, EMPTY));
        manifest.putArray("layers").add(descriptor(type, content));
        manifest.set("subject", descriptor(about.mediaType(), about.bytes()));
        manifest.putObject("annotations").put(PREDICATE_TYPE_ANNOTATION, PREDICATE);
        return new Manifest(JsonTree.bytes(manifest), MediaType.OCI_MANIFEST);
    }

    private static JsonNode descriptor(String mediaType, byte[] content) {
        return JsonTree.newObject()
                .put("mediaType", mediaType)
                .put("digest", Digest.of(content).value())
                .put("size", content.length);
    }

    /// Whether a list of referrers may mean one of these.
    static boolean isOne(String artifactType) {
        return artifactType.equals(STATEMENT) || artifactType.equals(ENVELOPE);
    }
}
