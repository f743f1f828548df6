package dev.inlay.image;

import java.util.List;
import java.util.Set;

/// The media types that matter here (OCI image-spec, media-types.md; Docker image manifest v2.2).
public final class MediaType {
    /// One image, in OCI's form.
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /// Several platforms, in OCI's form.
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    /// One image, in Docker's form.
    public static final String DOCKER_MANIFEST =
            "application/vnd.docker.distribution.manifest.v2+json";

    /// Several platforms, in Docker's form.
    public static final String DOCKER_INDEX =
            "application/vnd.docker.distribution.manifest.list.v2+json";

    /// All four have to be accepted, or a registry may convert what it has and so change its
    /// digest.
    public static final List<String> MANIFESTS =
            List.of(OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_INDEX);

    static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_INDEX);
    static final Set<String> IMAGES = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
    static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    static final Set<String> CONFIGS = Set.of(OCI_CONFIG, DOCKER_CONFIG);
    static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private MediaType() {}
}
