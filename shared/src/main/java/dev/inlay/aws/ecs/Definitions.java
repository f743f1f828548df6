package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/// The entrypoints of task definitions. A revision never changes, so each is asked for once.
final class Definitions {
    private static final int MAX_KEPT = 5_000;

    private final EcsClient client;
    private final Map<String, Map<String, List<String>>> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, Map<String, List<String>>> eldest) {
                    return size() > MAX_KEPT;
                }
            };

    Definitions(EcsClient client) {
        this.client = client;
    }

    /// What a definition puts in the place of the image's own entrypoint; empty for nothing.
    synchronized List<String> entrypoint(String definition, String container) {
        return known.computeIfAbsent(definition, this::ask).getOrDefault(container, List.of());
    }

    private Map<String, List<String>> ask(String definition) {
        var entrypoints = new LinkedHashMap<String, List<String>>();
        AwsFailure.call(
                        "describing the task definition " + definition,
                        () -> client.describeTaskDefinition(ask -> ask.taskDefinition(definition)))
                .taskDefinition()
                .containerDefinitions()
                .stream()
                .filter(ContainerDefinition::hasEntryPoint)
                .forEach(each -> entrypoints.put(each.name(), List.copyOf(each.entryPoint())));
        return Map.copyOf(entrypoints);
    }
}
