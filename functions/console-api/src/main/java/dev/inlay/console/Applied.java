package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Containers;
import dev.inlay.document.Json;
import dev.inlay.policy.Policy;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// How far a policy has come: containers take it at their next poll, and say so in their next
/// frame.
///
/// @param version of the policy
/// @param running containers of the image that were heard of lately, and those that cannot be read
/// @param applied those of them that hold to this version or a later one
/// @param refusing those of them that say why they do not, or cannot be read
record Applied(long version, long running, long applied, List<Refusal> refusing) {
    /// Why a container does not hold to it, as far as is known.
    private record Refusal(String session, String because) {
        ObjectNode write() {
            return Json.object().put("session", session).put("because", because);
        }
    }

    static Applied of(Containers containers, Policy policy, InstantSource clock) {
        var all = containers.of(policy.image());
        var running =
                all.read().stream()
                        .filter(each -> !each.ended() && !ContainerRoutes.isSilent(each, clock))
                        .toList();
        var refusing =
                running.stream()
                        .flatMap(each ->
                                each
                                        .policy()
                                        .refused()
                                        .map(because -> new Refusal(each.session(), because))
                                        .stream());
        var unknown =
                all.unreadable().stream()
                        .map(each -> new Refusal(each.key().sort(), unknown(each.because())));
        return new Applied(
                policy.version(),
                running.size() + all.unreadable().size(),
                running.stream()
                        .filter(each -> each.policy().version() >= policy.version())
                        .count(),
                Stream.concat(refusing, unknown).toList());
    }

    private static String unknown(String because) {
        return "what is stored of it cannot be read, its next frame says it anew: " + because;
    }

    ObjectNode write() {
        var to =
                Json.object()
                        .put("version", version)
                        .put("running", running)
                        .put("applied", applied);
        to.set("refusing", Json.list(refusing, Refusal::write));
        return to;
    }
}
