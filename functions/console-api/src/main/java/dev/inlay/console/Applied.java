package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.document.Json;
import dev.inlay.policy.Policy;
import java.time.InstantSource;
import java.util.List;

/// How far a policy has come: containers take it at their next poll, and say so in their next
/// frame.
///
/// @param version of the policy
/// @param running containers of the image that were heard of lately
/// @param applied those of them that hold to this version or a later one
/// @param refusing those of them that say why they do not
record Applied(long version, long running, long applied, List<Container> refusing) {
    static Applied of(Containers containers, Policy policy, InstantSource clock) {
        var running =
                containers.of(policy.image()).stream()
                        .filter(each -> !each.ended() && !ContainerRoutes.isSilent(each, clock))
                        .toList();
        return new Applied(
                policy.version(),
                running.size(),
                running.stream()
                        .filter(each -> each.policy().version() >= policy.version())
                        .count(),
                running.stream().filter(each -> each.policy().refused().isPresent()).toList());
    }

    ObjectNode write() {
        var to =
                Json.object()
                        .put("version", version)
                        .put("running", running)
                        .put("applied", applied);
        to.set(
                "refusing",
                Json.list(
                        refusing,
                        each ->
                                Json.object()
                                        .put("session", each.session())
                                        .put("because", each.policy().refused().orElse(""))));
        return to;
    }
}
