package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.failure.PermanentFailure;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;

/// What a service of the cluster has that a task beside it needs: the network it is in, and the
/// role that pulls its image. Whoever runs services on Fargate has both, and knows neither by
/// heart.
///
/// @param executionRole ARN of the role that pulls images and writes logs
public record Neighbour(String cluster, NetworkConfiguration network, String executionRole) {
    private static final int LOOKED_AT = 10;

    /// The first service of a cluster that has both.
    public static Neighbour in(Connection connection, String cluster) {
        try (var client = connection.client(EcsClient.builder())) {
            return find(client, cluster)
                    .orElseThrow(() ->
                            new PermanentFailure(
                                    "no-neighbour",
                                    "looking for a service on Fargate in the cluster %s: none of its first %d has a network of its own and an execution role; name a cluster that runs one"
                                            .formatted(cluster, LOOKED_AT)));
        }
    }

    private static Optional<Neighbour> find(EcsClient client, String cluster) {
        var attempt = "listing the services of the cluster " + cluster;
        var names =
                AwsFailure.call(
                                attempt,
                                () ->
                                        client.listServices(
                                                ask -> ask.cluster(cluster).maxResults(LOOKED_AT)))
                        .serviceArns();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        return AwsFailure.call(
                        attempt,
                        () -> client.describeServices(ask -> ask.cluster(cluster).services(names)))
                .services()
                .stream()
                .filter(service -> service.networkConfiguration() != null)
                .flatMap(service -> of(client, cluster, service).stream())
                .findFirst();
    }

    private static Optional<Neighbour> of(EcsClient client, String cluster, Service service) {
        var definition =
                AwsFailure.call(
                                "reading the task definition " + service.taskDefinition(),
                                () ->
                                        client.describeTaskDefinition(ask ->
                                                ask.taskDefinition(service.taskDefinition())))
                        .taskDefinition();
        return Optional.ofNullable(definition.executionRoleArn())
                .map(role -> new Neighbour(cluster, service.networkConfiguration(), role));
    }
}
