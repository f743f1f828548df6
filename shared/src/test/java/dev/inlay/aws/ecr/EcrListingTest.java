package dev.inlay.aws.ecr;

import dev.inlay.aws.Moto;
import dev.inlay.image.Digest;
import dev.inlay.registry.RegistryListing;
import dev.inlay.registry.RegistryListingContract;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;

@Tag("emulator")
class EcrListingTest extends RegistryListingContract {
    private static final AtomicInteger IMAGES = new AtomicInteger();

    private final EcrClient client = Moto.connection().client(EcrClient.builder());

    @Override
    protected RegistryListing listing() {
        return new EcrListing(Moto.connection());
    }

    /// The emulator computes other digests than ECR does: it is told.
    @Override
    protected Digest push(String repository, String tag) {
        try {
            client.createRepository(make -> make.repositoryName(repository));
        } catch (RepositoryAlreadyExistsException e) {
            // As it should be.
        }
        var manifest =
                """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,
                           "digest":"sha256:0000000000000000000000000000000000000000000000000000000000000000"},
                 "layers":[]}
                """
                        .formatted(IMAGES.incrementAndGet());
        var digest = Digest.ofText(manifest);
        client.putImage(put ->
                put.repositoryName(repository)
                        .imageTag(tag)
                        .imageManifest(manifest)
                        .imageDigest(digest.value()));
        return digest;
    }
}
