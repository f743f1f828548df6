package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import dev.inlay.coverage.Idle;
import dev.inlay.coverage.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/// Services of which no task runs now. Only those are described: what runs is known from its tasks.
final class IdleServices {
    /// What ListServices gives at once.
    private static final int PAGE = 100;

    /// What DescribeServices takes at once.
    private static final int DESCRIBED = 10;

    private static final String ACTIVE = "ACTIVE";

    private final EcsClient client;
    private final Definitions definitions;

    IdleServices(EcsClient client, Definitions definitions) {
        this.client = client;
        this.definitions = definitions;
    }

    /// @param cluster its ARN
    /// @param running all that runs, in whatever cluster
    Stream<Idle> in(String cluster, List<Running> running) {
        var name = name(cluster);
        var busy =
                running.stream()
                        .filter(each -> each.cluster().equals(name))
                        .flatMap(each -> each.service().stream())
                        .collect(Collectors.toUnmodifiableSet());
        var still = list(cluster, busy);
        var idle = new ArrayList<Idle>();
        for (int from = 0; from < still.size(); from += DESCRIBED) {
            var some = still.subList(from, Math.min(still.size(), from + DESCRIBED));
            describe(cluster, some).forEach(service -> idle.addAll(of(name, service)));
        }
        return idle.stream();
    }

    private List<String> list(String cluster, Set<String> busy) {
        return AwsFailure.call(
                "listing the services of cluster " + cluster,
                () ->
                        client
                                .listServicesPaginator(
                                        list -> list.cluster(cluster).maxResults(PAGE))
                                .serviceArns()
                                .stream()
                                .filter(service -> !busy.contains(name(service)))
                                .toList());
    }

    private List<Service> describe(String cluster, List<String> services) {
        return AwsFailure.call(
                        "describing %d services of cluster %s".formatted(services.size(), cluster),
                        () ->
                                client.describeServices(
                                        ask -> ask.cluster(cluster).services(services)))
                .services()
                .stream()
                .filter(service -> ACTIVE.equals(service.status()))
                .toList();
    }

    /// Whose deployments others make has its definitions in task sets.
    private List<Idle> of(String cluster, Service service) {
        return Stream.concat(
                        Stream.of(Objects.requireNonNullElse(service.taskDefinition(), "")),
                        service.taskSets().stream().map(TaskSet::taskDefinition))
                .filter(definition -> definition != null && !definition.isEmpty())
                .distinct()
                .flatMap(definition -> definitions.containers(definition).stream())
                .map(each -> new Idle(cluster, service.serviceName(), each.name(), each.image()))
                .toList();
    }

    private static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
