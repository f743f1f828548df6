package dev.inlay.aws.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.Connection;
import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.registry.RegistryListing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The registry of this account and region through ECR's own API: the distribution protocol has no
/// list of repositories there.
///
/// Specification: Amazon ECR API 2015-09-21, `DescribeRepositories` and `DescribeImages`.
public final class EcrListing implements RegistryListing {
    private static final int PAGE = 1_000;

    /// A repository holds 100,000 images at most, an account that many repositories.
    private static final int MAX_PAGES = 1_000;

    private static final Set<String> ABSENT =
            Set.of("ImageNotFoundException", "RepositoryNotFoundException");

    private final JsonCall ecr;

    public EcrListing(Connection connection) {
        this.ecr = new JsonCall(connection, JsonApi.ECR);
    }

    @Override
    public List<String> repositories() {
        return pages(
                        "listing the repositories of ECR",
                        "DescribeRepositories",
                        Json.object().put("maxResults", PAGE))
                .flatMap(page -> items(page, "repositories"))
                .map(repository -> repository.path("repositoryName").asText())
                .toList();
    }

    @Override
    public List<String> tags(String repository) {
        var request = Json.object().put("repositoryName", repository).put("maxResults", PAGE);
        request.putObject("filter").put("tagStatus", "TAGGED");
        return pages("listing the images of " + repository, "DescribeImages", request)
                .flatMap(page -> items(page, "imageDetails"))
                .flatMap(image -> items(image, "imageTags"))
                .map(JsonNode::asText)
                .toList();
    }

    /// Every page of a list, which is as long as its last one says.
    private Stream<ObjectNode> pages(String attempt, String action, ObjectNode request) {
        var pages = new ArrayList<ObjectNode>();
        while (pages.size() < MAX_PAGES) {
            var page = ecr.find(attempt, action, request, ABSENT);
            page.ifPresent(pages::add);
            var next = page.map(each -> each.path("nextToken").asText()).orElse("");
            if (next.isEmpty()) {
                return pages.stream();
            }
            request.put("nextToken", next);
        }
        throw new PermanentFailure(
                "registry-endless",
                "%s: there are more than %,d pages of %,d".formatted(attempt, MAX_PAGES, PAGE));
    }

    private static Stream<JsonNode> items(JsonNode of, String field) {
        return StreamSupport.stream(of.path(field).spliterator(), false);
    }

    @Override
    public boolean hasManifest(String repository, Digest digest) {
        var attempt = "looking for " + digest + " in " + repository;
        return described(repository, "imageDigest", digest.value(), attempt).isPresent();
    }

    @Override
    public Optional<Digest> resolve(String repository, String tag) {
        return described(repository, "imageTag", tag, "resolving %s:%s".formatted(repository, tag));
    }

    private Optional<Digest> described(String repository, String by, String value, String attempt) {
        var request = Json.object().put("repositoryName", repository);
        request.putArray("imageIds").addObject().put(by, value);
        return ecr.find(attempt, "DescribeImages", request, ABSENT).stream()
                .flatMap(page -> items(page, "imageDetails"))
                .map(image -> Digest.require(image.path("imageDigest").asText(), "an image of ECR"))
                .findFirst();
    }
}
