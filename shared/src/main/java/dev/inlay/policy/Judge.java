package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.behaviour.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a policy says of a behaviour: the same decision as the sensor's, for replays and for
/// showing what is missing. What a sensor reported is what happened; nothing here contradicts it.
public final class Judge {
    private static final Judgement NOT_JUDGED =
            new Judgement(
                    Verdict.ALLOWED, "not judged: the path is not sensitive", Optional.empty());

    private final Policy policy;
    private final List<Matcher> matchers;
    private final RuleIndex index;

    public Judge(Policy policy) {
        this.policy = policy;
        var rules = policy.rules();
        this.matchers =
                IntStream.range(0, rules.size())
                        .mapToObj(place -> new Matcher(rules.get(place), place))
                        .toList();
        this.index = new RuleIndex(matchers);
    }

    /// The verdict on one behaviour.
    public Judgement judge(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.Tamper tamper -> blocked("an attempt on the sensor: " + tamper.call());
            case Behaviour.Mismatch mismatch -> blocked(mismatch.detail());
            case Behaviour.Resolve _ -> atMostRecorded(byRules(behaviour));
            case Behaviour.FileAccess file when !SensitivePaths.isJudged(file) ->
                    index.find(file).map(Judge::ruled).orElse(NOT_JUDGED);
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
        return matchers.stream()
                .anyMatch(each -> each.rule().byPerson() && each.matches(behaviour));
    }

    /// Hot: a replay judges a day of an image.
    private Judgement byRules(Behaviour behaviour) {
        return index.find(behaviour).map(Judge::ruled).orElseGet(() -> byMode(behaviour));
    }

    private static Judgement ruled(Matcher found) {
        var rule = found.rule();
        return rule.mode().isEmpty() ? allowed(rule) : decided(rule);
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
        var program = behaviour.actor().orElse("");
        return Difference.because(
                behaviour,
                matchers.stream()
                        .filter(each -> each.mayBeAbout(program))
                        .map(Matcher::rule)
                        .toList());
    }
}
