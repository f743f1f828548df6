package dev.inlay.aws.ecs;

import dev.inlay.aws.AwsFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/// Images and entrypoints of task definitions. A revision never changes, so each is asked for once.
final class Definitions {
    private static final int MAX_KEPT = 5_000;

    private final EcsClient client;
    private final Map<String, List<Defined>> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<Defined>> eldest) {
                    return size() > MAX_KEPT;
                }
            };

    Definitions(EcsClient client) {
        this.client = client;
    }

    /// One container.
    ///
    /// @param entrypoint what is put in the place of the image's own; empty for nothing
    record Defined(String name, String image, List<String> entrypoint) {}

    /// What a definition puts in the place of the image's own entrypoint; empty for nothing.
    List<String> entrypoint(String definition, String container) {
        return containers(definition).stream()
                .filter(each -> each.name().equals(container))
                .findFirst()
                .map(Defined::entrypoint)
                .orElseGet(List::of);
    }

    /// The containers of a definition, in its order.
    synchronized List<Defined> containers(String definition) {
        return known.computeIfAbsent(definition, this::ask);
    }

    private List<Defined> ask(String definition) {
        return AwsFailure.call(
                        "describing the task definition " + definition,
                        () -> client.describeTaskDefinition(ask -> ask.taskDefinition(definition)))
                .taskDefinition()
                .containerDefinitions()
                .stream()
                .map(Definitions::defined)
                .toList();
    }

    private static Defined defined(ContainerDefinition container) {
        return new Defined(
                container.name(),
                Objects.requireNonNullElse(container.image(), ""),
                container.hasEntryPoint() ? List.copyOf(container.entryPoint()) : List.of());
    }
}
