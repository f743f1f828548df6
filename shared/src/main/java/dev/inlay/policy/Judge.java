package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.behaviour.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a policy says of a behaviour: the same decision as the sensor's, for replays and for
/// showing what is missing. What a sensor reported is what happened; nothing here contradicts it.
public final class Judge {
    private final Policy policy;

    /// Rules about one program, and rules about many, each in the policy's order: a behaviour is
    /// compared with the few that can match it.
    private final Map<String, List<Matcher>> byActor = new HashMap<>();

    private final List<Matcher> others = new ArrayList<>();

    public Judge(Policy policy) {
        this.policy = policy;
        var matchers = policy.rules().stream().map(Matcher::new).toList();
        for (var matcher : matchers) {
            matcher.exactActor()
                    .ifPresentOrElse(
                            actor -> byActor.computeIfAbsent(actor, _ -> new ArrayList<>()),
                            () -> others.add(matcher));
        }
        byActor.forEach((actor, list) ->
                matchers.stream().filter(each -> mayBeAbout(each, actor)).forEach(list::add));
    }

    private static boolean mayBeAbout(Matcher matcher, String actor) {
        return matcher.exactActor().map(actor::equals).orElse(true);
    }

    /// The verdict on one behaviour.
    public Judgement judge(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Tamper tamper -> blocked("an attempt on the sensor: " + tamper.call());
            case Behaviour.Mismatch mismatch -> blocked(mismatch.detail());
            case Behaviour.Resolve _ -> atMostRecorded(byRules(behaviour));
            case Behaviour.FileAccess file when !SensitivePaths.isJudged(file) ->
                    new Judgement(
                            Verdict.ALLOWED,
                            "not judged: the path is not sensitive",
                            Optional.empty());
            case Behaviour.FileAccess _,
                    Behaviour.Exec _,
                    Behaviour.Listen _,
                    Behaviour.Connect _,
                    Behaviour.SocketUse _,
                    Behaviour.Privilege _,
                    Behaviour.Unread _ ->
                    byRules(behaviour);
        };
    }

    /// Whether it goes on without being told.
    public boolean allows(Behaviour behaviour) {
        return judge(behaviour).verdict() == Verdict.ALLOWED;
    }

    /// Whether a person's rule matches: somebody looked at it and decided.
    public boolean decidedByPerson(Behaviour behaviour) {
        return candidates(behaviour).stream()
                .anyMatch(each -> each.rule().byPerson() && each.matches(behaviour));
    }

    /// A rule that blocks goes before one that records, and that before one that allows; of the
    /// same kind, the first. Hot: a replay judges a day of an image.
    private Judgement byRules(Behaviour behaviour) {
        @Nullable Rule records = null;
        @Nullable Rule allows = null;
        for (var each : candidates(behaviour)) {
            if (!each.matches(behaviour)) {
                continue;
            }
            var rule = each.rule();
            var mode = rule.mode().orElse(Mode.LEARN);
            if (mode == Mode.BLOCK) {
                return decided(rule);
            }
            records = records == null && mode == Mode.RECORD ? rule : records;
            allows = allows == null && rule.mode().isEmpty() ? rule : allows;
        }
        if (records != null) {
            return decided(records);
        }
        return allows != null ? allowed(allows) : byMode(behaviour);
    }

    private List<Matcher> candidates(Behaviour behaviour) {
        return behaviour.actor().map(actor -> byActor.getOrDefault(actor, others)).orElse(others);
    }

    private static Judgement allowed(Rule rule) {
        return new Judgement(Verdict.ALLOWED, "the policy allows it", Optional.of(rule.id()));
    }

    private static Judgement decided(Rule rule) {
        boolean block = rule.mode().equals(Optional.of(Mode.BLOCK));
        return new Judgement(
                block ? Verdict.BLOCKED : Verdict.RECORDED,
                "the rule " + rule.id() + (block ? " blocks it" : " records it"),
                Optional.of(rule.id()));
    }

    private static Judgement blocked(String because) {
        return new Judgement(Verdict.BLOCKED, because, Optional.empty());
    }

    private static Judgement atMostRecorded(Judgement judgement) {
        return judgement.verdict() == Verdict.BLOCKED
                ? new Judgement(Verdict.RECORDED, judgement.because(), judgement.rule())
                : judgement;
    }

    private Judgement byMode(Behaviour behaviour) {
        return switch (policy.modes().of(behaviour.domain())) {
            case LEARN -> new Judgement(Verdict.ALLOWED, "learning", Optional.empty());
            case RECORD -> new Judgement(Verdict.RECORDED, because(behaviour), Optional.empty());
            case BLOCK -> new Judgement(Verdict.BLOCKED, because(behaviour), Optional.empty());
        };
    }

    private String because(Behaviour behaviour) {
        return Difference.because(
                behaviour, candidates(behaviour).stream().map(Matcher::rule).toList());
    }
}
