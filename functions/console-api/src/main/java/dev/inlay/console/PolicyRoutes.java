package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Containers;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyDifference;
import dev.inlay.policy.PolicyDocument;
import dev.inlay.policy.Rule;
import dev.inlay.policy.RuleDocument;
import dev.inlay.policy.Section;
import java.time.InstantSource;
import java.util.Optional;

/// What an image may do, in each version, and what changed in between.
final class PolicyRoutes {
    /// Versions told with the one in force.
    private static final int HISTORY = 20;

    private final Policies policies;
    private final Containers containers;
    private final ImageNames names;
    private final InstantSource clock;

    PolicyRoutes(Policies policies, Containers containers, ImageNames names, InstantSource clock) {
        this.policies = policies;
        this.containers = containers;
        this.names = names;
        this.clock = clock;
    }

    Answer show(Request request) {
        return Identity.of(names, request.parameter("image"))
                .answer(known ->
                        policies.current(known.digest())
                                .map(policy -> Answer.ok(write(policy)))
                                .orElseGet(() -> none(known.digest()).answer()));
    }

    Answer version(Request request) {
        var version = number(request.parameter("version"));
        return Identity.of(names, request.parameter("image"))
                .answer(known ->
                        version.flatMap(each -> policies.version(known.digest(), each))
                                .map(policy -> Answer.ok(write(policy)))
                                .orElseGet(() -> noVersion(request, known.digest())));
    }

    /// From one version to another; without `to` to the one in force, without `from` from the one
    /// before that.
    Answer difference(Request request) {
        return Identity.of(names, request.parameter("image"))
                .answer(known -> difference(request, known.digest()));
    }

    private Answer difference(Request request, Digest image) {
        var latest = policies.latest(image);
        if (latest.isEmpty()) {
            return none(image).answer();
        }
        long to = request.asked("to").flatMap(PolicyRoutes::number).orElse(latest.get().version());
        long from = request.asked("from").flatMap(PolicyRoutes::number).orElse(Math.max(1, to - 1));
        var earlier = policies.version(image, from);
        var later = policies.version(image, to);
        return earlier.isPresent() && later.isPresent()
                ? Answer.ok(difference(earlier.get(), later.get()))
                : noVersion(request, image);
    }

    private static ObjectNode difference(Policy from, Policy to) {
        var difference = PolicyDifference.between(from, to);
        var answer =
                Json.object()
                        .put("image", to.image().value())
                        .put("from", from.version())
                        .put("to", to.version());
        var modes = answer.putObject("modes");
        for (var domain : difference.modes()) {
            modes.putObject(domain.word())
                    .put("from", from.modes().of(domain).word())
                    .put("to", to.modes().of(domain).word());
        }
        answer.set("added", Json.list(difference.added(), PolicyRoutes::rule));
        answer.set("removed", Json.list(difference.removed(), PolicyRoutes::rule));
        return answer;
    }

    private static ObjectNode rule(Rule rule) {
        var to = Json.object().put("list", Section.of(rule.grant()).word());
        to.set("rule", RuleDocument.write(rule));
        return to;
    }

    private ObjectNode write(Policy policy) {
        var answer = Json.object();
        answer.set("policy", PolicyDocument.tree(policy));
        answer.set("applied", Applied.of(containers, policy, clock).write());
        answer.set(
                "history",
                Json.list(
                        policies.history(policy.image(), HISTORY),
                        each -> {
                            var to =
                                    Json.object()
                                            .put("version", each.version())
                                            .put("sha256", each.sha256())
                                            .put("created", Json.time(each.created()));
                            to.set("modes", each.modes().write());
                            return to;
                        }));
        return answer;
    }

    static Problem none(Digest image) {
        return Problem.notFound(
                "showing the policy of " + image,
                "the image has none yet",
                "it gets one when it is instrumented through this control plane, or when its first"
                        + " container was heard of");
    }

    private static Answer noVersion(Request request, Digest image) {
        return Problem.notFound(
                        request.method() + " " + request.path(),
                        "the policy of " + image + " has no such version",
                        "'inlay policy show' lists the versions")
                .answer();
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
