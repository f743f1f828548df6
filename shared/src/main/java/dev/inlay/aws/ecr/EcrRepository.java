package dev.inlay.aws.ecr;

import dev.inlay.aws.Connection;
import dev.inlay.aws.JsonApi;
import dev.inlay.aws.JsonCall;
import dev.inlay.document.Json;
import java.util.Set;

/// A repository of ours in ECR, which makes none by itself when something is pushed.
public final class EcrRepository {
    private EcrRepository() {}

    /// Makes it unless it is there.
    public static void ensure(Connection connection, String name) {
        new JsonCall(connection, JsonApi.ECR)
                .find(
                        "making the repository " + name,
                        "CreateRepository",
                        Json.object().put("repositoryName", name),
                        Set.of("RepositoryAlreadyExistsException"));
    }
}
