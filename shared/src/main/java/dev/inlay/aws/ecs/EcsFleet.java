package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.aws.Connection;
import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.Idle;
import dev.inlay.coverage.Running;
import dev.inlay.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/// Every task that runs in an account's region, cluster by cluster, and the services that run none.
/// A task that ends between the list and the description is left out.
public final class EcsFleet implements Fleet {
    /// What DescribeTasks takes at once, and ListTasks gives.
    private static final int PAGE = 100;

    private static final String SERVICE = "service:";
    private static final String RUNS = "RUNNING";

    private final EcsClient client;
    private final Definitions definitions;
    private final IdleServices idle;

    public EcsFleet(Connection connection) {
        this.client = connection.client(EcsClient.builder());
        this.definitions = new Definitions(client);
        this.idle = new IdleServices(client, definitions);
    }

    @Override
    public Optional<List<Running>> running() {
        return Optional.of(clusters().stream().flatMap(this::running).toList());
    }

    private List<String> clusters() {
        return AwsFailure.call(
                "listing the ECS clusters",
                () ->
                        client
                                .listClustersPaginator(list -> list.maxResults(PAGE))
                                .clusterArns()
                                .stream()
                                .toList());
    }

    @Override
    public List<Idle> idle(List<Running> running) {
        return clusters().stream().flatMap(cluster -> idle.in(cluster, running)).toList();
    }

    private Stream<Running> running(String cluster) {
        var tasks =
                AwsFailure.call(
                        "listing the tasks of cluster " + cluster,
                        () ->
                                client
                                        .listTasksPaginator(list ->
                                                list.cluster(cluster)
                                                        .desiredStatus(DesiredStatus.RUNNING)
                                                        .maxResults(PAGE))
                                        .taskArns()
                                        .stream()
                                        .toList());
        var running = new ArrayList<Running>();
        for (int from = 0; from < tasks.size(); from += PAGE) {
            var some = tasks.subList(from, Math.min(tasks.size(), from + PAGE));
            running.addAll(describe(cluster, some));
        }
        return running.stream();
    }

    @Override
    public List<Running> running(String cluster, String task) {
        return describe(cluster, List.of(task));
    }

    private List<Running> describe(String cluster, List<String> tasks) {
        var described =
                AwsFailure.call(
                        "describing %d tasks of cluster %s".formatted(tasks.size(), cluster),
                        () -> client.describeTasks(ask -> ask.cluster(cluster).tasks(tasks)));
        return described.tasks().stream()
                .filter(task -> RUNS.equals(task.lastStatus()))
                .flatMap(task ->
                        task.containers().stream()
                                .filter(each -> RUNS.equals(each.lastStatus()))
                                .map(each -> running(task, each)))
                .toList();
    }

    private Running running(Task task, Container container) {
        return new Running(
                name(task.clusterArn()),
                Optional.ofNullable(task.group())
                        .filter(group -> group.startsWith(SERVICE))
                        .map(group -> group.substring(SERVICE.length())),
                task.taskArn(),
                container.name(),
                Optional.empty(),
                Objects.requireNonNullElse(container.image(), ""),
                Optional.ofNullable(container.imageDigest()).flatMap(Digest::parse),
                definitions.entrypoint(task.taskDefinitionArn(), container.name()),
                Optional.ofNullable(task.startedAt()).orElse(task.createdAt()));
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
