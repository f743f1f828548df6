package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Replay;
import dev.inlay.profile.Profile;
import dev.inlay.profile.Profiles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// What a digression from an image's policy does, and what blocking would have stopped.
final class ModeRoutes {
    private static final Duration WINDOW = Duration.ofHours(24);
    private static final int MAX_BODY = 4 * 1_024;

    private final Policies policies;
    private final Profiles profiles;
    private final Containers containers;
    private final ImageNames names;
    private final InstantSource clock;

    ModeRoutes(
            Policies policies,
            Profiles profiles,
            Containers containers,
            ImageNames names,
            InstantSource clock) {
        this.policies = policies;
        this.profiles = profiles;
        this.containers = containers;
        this.names = names;
        this.clock = clock;
    }

    /// A choice of mode, for one domain or for all.
    private record Choice(Mode mode, Optional<Domain> domain) {
        static Choice read(Fields from) {
            return new Choice(
                    from.word("mode", Mode.class), from.optionalWord("domain", Domain.class));
        }

        Modes apply(Modes modes) {
            return domain.map(each -> modes.with(each, mode)).orElseGet(() -> Modes.all(mode));
        }
    }

    /// What the policy, with all that was learnt until now, would have stopped in mode block.
    Answer replay(Request request) {
        return Identity.of(names, request.parameter("image"))
                .answer(known -> {
                    var profile = profiles.of(known.digest());
                    return isKnown(profile)
                            ? Answer.ok(write(replay(profile, BLOCK_ALL), profile))
                            : PolicyRoutes.none(known.digest()).answer();
                });
    }

    private static final Choice BLOCK_ALL = new Choice(Mode.BLOCK, Optional.empty());

    /// A new signed version in the chosen modes; sensors fetch it within seconds.
    Answer choose(Request request) {
        return switch (Json.read(request.body(), MAX_BODY, Choice::read)) {
            case Reading.Malformed<Choice>(var because) ->
                    Problem.malformed("choosing a mode", because).answer();
            case Reading.Read<Choice>(var choice) ->
                    Identity.of(names, request.parameter("image"))
                            .answer(known -> choose(known.digest(), choice));
        };
    }

    /// Of an image that nothing is known of, everything would be refused.
    private Answer choose(Digest image, Choice choice) {
        var profile = profiles.of(image);
        if (!isKnown(profile)) {
            return PolicyRoutes.none(image).answer();
        }
        var before = policies.latest(image);
        var replay = replay(profile, choice);
        var policy = policies.choose(profile, choice::apply);
        var answer =
                Json.object()
                        .put("image", image.value())
                        .put("version", policy.version())
                        .put(
                                "changed",
                                before.filter(each -> each.version() == policy.version())
                                        .isEmpty());
        answer.set("modes", policy.modes().write());
        answer.set("replay", write(replay, profile));
        answer.set("applied", Applied.of(containers, policy, clock).write());
        return Answer.ok(answer);
    }

    private boolean isKnown(Profile profile) {
        return profile.activity().isPresent() || policies.latest(profile.image()).isPresent();
    }

    private Replay replay(Profile profile, Choice choice) {
        var now = clock.instant();
        var policy = policies.upToDate(profile);
        return Replay.of(
                profile, policy.with(choice.apply(policy.modes()), now), now.minus(WINDOW));
    }

    /// What cannot be read was not replayed, so it is named.
    private static ObjectNode write(Replay replay, Profile profile) {
        var to =
                Json.object()
                        .put("since", Json.time(replay.since()))
                        .put("judged", replay.judged());
        to.set("stopped", Json.list(replay.stopped(), ModeRoutes::write));
        to.set("unreadable", UnreadableJson.write(profile.unreadable()));
        return to;
    }

    private static ObjectNode write(Replay.Stopped stopped) {
        var to = Json.object().put("domain", stopped.behaviour().domain().word());
        to.set("behaviour", BehaviourDocument.write(stopped.behaviour()));
        return to.put("because", stopped.because())
                .put("count", stopped.count())
                .put("containers", stopped.containers())
                .put("last", Json.time(stopped.last()));
    }
}
