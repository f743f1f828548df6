package dev.inlay.policy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.SensitivePaths;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileEntry;
import dev.inlay.profile.Quarantine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the rules of an image out of its profile. Only domains in mode learn change; everything a
/// person, the image or its predecessor brought stays; what is in quarantine is left out. Of a
/// profile of which something cannot be read nothing is learnt, and nothing forgotten: nobody knows
/// what its detections put into quarantine.
public final class Learning {
    /// The rules of all domains take at most this much of a signed policy.
    static final int MAX_RULES_BYTES = 220 * 1024;

    /// What a number of JSON holds.
    private static final long MOST_MINUTES = 1L << 53;

    private final Profile profile;
    private final Policy base;

    private Learning(Profile profile, Policy base) {
        this.profile = profile;
        this.base = base;
    }

    /// What learning came to.
    ///
    /// @param policy the next version, or the base itself when no rule changed
    /// @param widenings what its rules grant that was never seen
    /// @param leftOut behaviours that did not fit into a policy; told as violations later on
    public record Learnt(Policy policy, List<Widening> widenings, int leftOut) {
        public Learnt {
            widenings = List.copyOf(widenings);
        }
    }

    /// The next policy.
    ///
    /// @param base the one in force, or [#first]
    public static Learnt next(Profile profile, Policy base, Instant now) {
        return profile.isWhole()
                ? new Learning(profile, base).next(now)
                : new Learnt(base, List.of(), 0);
    }

    /// What an image without a policy begins with: mode learn everywhere, and the rules of the
    /// image that was in the repository before.
    public static Policy first(Digest image, Optional<Policy> predecessor, Instant now) {
        return first(image, List.of(), predecessor, now);
    }

    /// The same for an image of which something is known before it runs. What its predecessor said
    /// of itself is not taken over: what this one says counts.
    ///
    /// @param own rules of the image itself, [ImageRules]
    public static Policy first(
            Digest image, List<Rule> own, Optional<Policy> predecessor, Instant now) {
        var known = new HashSet<String>();
        own.forEach(rule -> known.add(rule.id()));
        var inherited =
                predecessor.stream()
                        .flatMap(policy -> policy.rules().stream())
                        .filter(rule -> rule.provenance().source() != Source.IMAGE)
                        .filter(rule -> !known.contains(rule.id()))
                        .map(Learning::inherited);
        return new Policy(
                image,
                0,
                now,
                Modes.all(Mode.LEARN),
                Stream.concat(own.stream(), inherited).toList());
    }

    private static Rule inherited(Rule rule) {
        var provenance =
                rule.byPerson() ? rule.provenance() : rule.provenance().as(Source.INHERITED);
        return new Rule(rule.id(), rule.mode(), provenance, rule.grant());
    }

    private Learnt next(Instant now) {
        var kept = base.rules().stream().filter(this::stays).toList();
        var known = new Judge(new Policy(base.image(), 1, now, Modes.all(Mode.BLOCK), kept));
        var evidence = new HashMap<Grant, List<ProfileEntry>>();
        for (var entry : quarantine(profile, base).learnable()) {
            if (isLearnt(entry.behaviour()) && !known.allows(entry.behaviour())) {
                MinimalGrant.of(entry.behaviour())
                        .ifPresent(grant ->
                                evidence.computeIfAbsent(grant, _ -> new ArrayList<>()).add(entry));
            }
        }
        var learnt = fitting(kept, Generalisation.of(evidence.keySet(), programs()), evidence);
        var rules = Stream.concat(kept.stream(), learnt.stream().map(Candidate::rule)).toList();
        var widenings =
                learnt.stream()
                        .filter(each -> each.folded().widened())
                        .map(each -> widening(each))
                        .toList();
        int fit = learnt.stream().mapToInt(each -> each.folded().of().size()).sum();
        return new Learnt(
                sameGrants(rules, base.rules()) && base.version() > 0
                        ? base
                        : base.with(rules, now),
                widenings,
                evidence.size() - fit);
    }

    /// What is not learnt, given what persons allowed.
    public static Quarantine quarantine(Profile profile, Policy base) {
        var judge = new Judge(base);
        return Quarantine.of(
                profile, behaviour -> judge.decidedByPerson(behaviour) && judge.allows(behaviour));
    }

    private Set<String> programs() {
        return profile.entries().values().stream()
                .flatMap(entry -> entry.behaviour().actor().stream())
                .collect(Collectors.toSet());
    }

    private static Widening widening(Candidate candidate) {
        return Widening.of(candidate.rule().id(), candidate.folded());
    }

    /// Learnt rules of a domain that still learns are made anew; all others stay.
    private boolean stays(Rule rule) {
        return rule.provenance().source() != Source.LEARNT
                || base.modes().of(rule.grant().domain()) != Mode.LEARN;
    }

    private boolean isLearnt(Behaviour behaviour) {
        return SensitivePaths.isJudged(behaviour)
                && base.modes().of(behaviour.domain()) == Mode.LEARN;
    }

    private record Candidate(Folded folded, Rule rule, long minutes, int bytes) {}

    /// As many as a policy holds, those that were seen in most minutes first.
    private static List<Candidate> fitting(
            List<Rule> kept, List<Folded> folded, Map<Grant, List<ProfileEntry>> evidence) {
        int room = MAX_RULES_BYTES - kept.stream().mapToInt(Learning::bytes).sum();
        var candidates =
                folded.stream()
                        .map(each -> candidate(each, evidence))
                        .sorted(
                                Comparator.comparingLong(Candidate::minutes)
                                        .reversed()
                                        .thenComparing(each -> each.rule().id()))
                        .toList();
        var fitting = new ArrayList<Candidate>();
        var taken = new HashSet<String>();
        kept.forEach(rule -> taken.add(rule.id()));
        for (var each : candidates) {
            if (!taken.add(each.rule().id())) {
                continue;
            }
            room -= each.bytes();
            if (room < 0) {
                break;
            }
            fitting.add(each);
        }
        fitting.sort(Comparator.comparing(each -> each.rule().id()));
        return fitting;
    }

    /// A signed policy holds its rules in a text inside a text, where every quote takes two bytes
    /// more.
    private static int bytes(Rule rule) {
        var inside = Json.write(TextNode.valueOf(Json.write(RuleDocument.write(rule))));
        return inside.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Candidate candidate(Folded folded, Map<Grant, List<ProfileEntry>> evidence) {
        var entries =
                folded.of().stream()
                        .flatMap(grant -> evidence.getOrDefault(grant, List.of()).stream())
                        .toList();
        long minutes =
                Math.min(
                        MOST_MINUTES,
                        entries.stream().mapToLong(each -> each.evidence().minutes()).sum());
        var provenance =
                new Provenance(
                        Source.LEARNT,
                        entries.stream()
                                .map(each -> each.evidence().first())
                                .min(Instant::compareTo),
                        entries.stream()
                                .map(each -> each.evidence().last())
                                .max(Instant::compareTo),
                        Optional.of(
                                entries.stream()
                                        .mapToLong(each -> each.evidence().containers())
                                        .max()
                                        .orElse(0)),
                        Optional.of(minutes),
                        folded.widened()
                                ? Optional.of("grants unseen: " + folded.unseen())
                                : Optional.empty());
        var rule = new Rule(Ids.of(folded.grant()), Optional.empty(), provenance, folded.grant());
        return new Candidate(folded, rule, minutes, bytes(rule));
    }

    private static boolean sameGrants(List<Rule> a, List<Rule> b) {
        return grants(a).equals(grants(b));
    }

    private static Set<List<Object>> grants(List<Rule> rules) {
        var all = new HashSet<List<Object>>();
        rules.forEach(rule -> all.add(List.of(rule.id(), rule.mode(), rule.grant())));
        return all;
    }

    /// The domains that may stop learning, each with the mode it then has.
    ///
    /// @param after what follows learning
    public static Modes settle(Modes modes, Set<Domain> settled, Mode after) {
        var next = modes;
        for (var domain : settled) {
            if (next.of(domain) == Mode.LEARN) {
                next = next.with(domain, after);
            }
        }
        return next;
    }
}
