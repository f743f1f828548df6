package dev.inlay.aws.ecr;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;

/// A repository of ours in ECR, which makes none by itself when something is pushed.
public final class EcrRepository {
    private EcrRepository() {}

    /// Makes it unless it is there.
    public static void ensure(Connection connection, String name) {
        var request = CreateRepositoryRequest.builder().repositoryName(name).build();
        try (var client = connection.client(EcrClient.builder())) {
            AwsFailure.call("making the repository " + name, () -> made(client, request));
        }
    }

    private static CreateRepositoryRequest made(EcrClient client, CreateRepositoryRequest request) {
        try {
            client.createRepository(request);
        } catch (RepositoryAlreadyExistsException e) {
            // Somebody made it before.
        }
        return request;
    }
}
