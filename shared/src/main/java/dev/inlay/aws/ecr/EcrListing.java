package dev.inlay.aws.ecr;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.image.Digest;
import dev.inlay.registry.RegistryListing;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.TagStatus;

/// The registry of this account and region through ECR's own API: the distribution protocol has no
/// list of repositories there.
public final class EcrListing implements RegistryListing {
    private static final int PAGE = 1_000;

    private final EcrClient client;

    public EcrListing(Connection connection) {
        this.client = connection.client(EcrClient.builder());
    }

    @Override
    public List<String> repositories() {
        var request = DescribeRepositoriesRequest.builder().maxResults(PAGE).build();
        return AwsFailure.call(
                "listing the repositories of ECR",
                () ->
                        client.describeRepositoriesPaginator(request).repositories().stream()
                                .map(Repository::repositoryName)
                                .toList());
    }

    @Override
    public List<String> tags(String repository) {
        var request =
                DescribeImagesRequest.builder()
                        .repositoryName(repository)
                        .filter(only -> only.tagStatus(TagStatus.TAGGED))
                        .maxResults(PAGE)
                        .build();
        return AwsFailure.call(
                "listing the images of " + repository,
                () -> {
                    try {
                        return client.describeImagesPaginator(request).imageDetails().stream()
                                .flatMap(image -> image.imageTags().stream())
                                .toList();
                    } catch (RepositoryNotFoundException e) {
                        return List.of();
                    }
                });
    }

    @Override
    public boolean hasManifest(String repository, Digest digest) {
        var image = ImageIdentifier.builder().imageDigest(digest.value()).build();
        return described(repository, image, "looking for " + digest + " in " + repository)
                .isPresent();
    }

    @Override
    public Optional<Digest> resolve(String repository, String tag) {
        var image = ImageIdentifier.builder().imageTag(tag).build();
        return described(repository, image, "resolving %s:%s".formatted(repository, tag));
    }

    private Optional<Digest> described(String repository, ImageIdentifier image, String attempt) {
        var request =
                DescribeImagesRequest.builder().repositoryName(repository).imageIds(image).build();
        return AwsFailure.call(
                attempt,
                () -> {
                    try {
                        return client.describeImages(request).imageDetails().stream()
                                .map(found ->
                                        Digest.require(found.imageDigest(), "an image of ECR"))
                                .findFirst();
                    } catch (ImageNotFoundException | RepositoryNotFoundException e) {
                        return Optional.empty();
                    }
                });
    }
}
