package dev.inlay.alert;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Verdict;
import dev.inlay.detection.Catalogue;
import dev.inlay.detection.Detection;
import dev.inlay.detection.Severity;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.policy.Judge;
import dev.inlay.policy.MinimalGrant;
import dev.inlay.policy.Policy;
import dev.inlay.policy.RuleDocument;
import dev.inlay.policy.Section;
import dev.inlay.profile.Activity;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileEntry;
import dev.inlay.profile.Sample;
import dev.inlay.profile.Span;
import dev.inlay.profile.Testimony;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The alerts that a profile gives reason for. What happened is what the sensors said; nothing is
/// judged again here. The same profile always gives the same alerts, so evaluating it once more
/// tells nobody anything twice.
public final class ProfileAlerts {
    /// Older occurrences were told long ago, and their alerts may have expired.
    private static final Duration RECENT = Duration.ofDays(7);

    private final Profile profile;
    private final Optional<Judge> judge;
    private final Set<String> terminals = new HashSet<>();
    private final Instant since;

    private ProfileAlerts(Profile profile, Optional<Policy> policy, Instant now) {
        this.profile = profile;
        this.since = now.minus(RECENT);
        this.judge = policy.map(Judge::new);
        for (var entry : profile.entries().values()) {
            if (entry.behaviour() instanceof Behaviour.Exec exec
                    && exec.outside()
                    && exec.terminal()) {
                entry.evidence()
                        .sessions()
                        .sessions()
                        .forEach(session -> terminals.add(session + " " + exec.program()));
            }
        }
    }

    /// All alerts, each fingerprint once.
    ///
    /// @param policy the one in force, for what persons allowed
    public static List<Alert> of(Profile profile, Optional<Policy> policy, Instant now) {
        var found = new ProfileAlerts(profile, policy, now);
        Map<String, Alert> byFingerprint = new LinkedHashMap<>();
        for (var entry : profile.entries().values()) {
            for (var testimony : entry.testimonies().values()) {
                found.alert(entry, testimony)
                        .ifPresent(alert ->
                                byFingerprint.merge(alert.fingerprint(), alert, Alert::merge));
            }
        }
        return Flood.fold(List.copyOf(byFingerprint.values()));
    }

    private Optional<Alert> alert(ProfileEntry entry, Testimony testimony) {
        var verdict = testimony.verdict();
        var detection = detection(entry.behaviour(), testimony);
        boolean accepted = verdict == Verdict.ALLOWED && acceptedByPerson(entry.behaviour());
        boolean reason = detection.isPresent() || verdict != Verdict.ALLOWED;
        return reason && !accepted && testimony.at().isAfter(since)
                ? Optional.of(alert(entry, testimony, detection))
                : Optional.empty();
    }

    private boolean acceptedByPerson(Behaviour behaviour) {
        return judge.filter(each -> each.decidedByPerson(behaviour) && each.allows(behaviour))
                .isPresent();
    }

    /// What happens inside a terminal session is part of the session's alert.
    private Optional<Detection> detection(Behaviour behaviour, Testimony testimony) {
        var own = Catalogue.detect(behaviour, testimony.verdict());
        boolean inTerminal =
                testimony.ancestry().stream()
                        .anyMatch(each ->
                                each.outside()
                                        && terminals.contains(
                                                testimony.session() + " " + each.program()));
        return inTerminal && own.filter(Detection::always).isEmpty()
                ? Optional.of(Catalogue.TERMINAL)
                : own;
    }

    private Alert alert(ProfileEntry entry, Testimony testimony, Optional<Detection> detection) {
        var behaviour = entry.behaviour();
        var verdict = testimony.verdict();
        var evidence = entry.evidence();
        var seen =
                Optional.ofNullable(evidence.spans().get(verdict))
                        .orElseGet(() -> new Span(testimony.at(), testimony.at()));
        var part = Part.of(evidence.count(verdict), evidence.containers(), testimony);
        return new Alert(
                fingerprint(profile.image(), behaviour, detection),
                Sentence.of(behaviour, testimony, detection),
                detection.map(Detection::severity).orElseGet(() -> severity(behaviour)),
                detection,
                profile.image(),
                profile.activity().map(Activity::source).orElse(""),
                behaviour,
                testimony,
                missing(behaviour),
                Sample.of(Alert.CAPACITY, behaviour.key() + " " + verdict.word(), part),
                seen,
                Optional.empty());
    }

    private static Optional<String> missing(Behaviour behaviour) {
        return MinimalGrant.of(behaviour)
                .map(grant -> {
                    var to = Json.object();
                    to.putArray(Section.of(grant).word()).add(RuleDocument.write(grant));
                    return Json.write(to);
                });
    }

    private static String fingerprint(
            Digest image, Behaviour behaviour, Optional<Detection> detection) {
        var id = detection.map(Detection::id).orElse("violation");
        boolean asOne =
                detection.filter(each -> each.scope() == Detection.Scope.ALWAYS_AS_ONE).isPresent();
        var subject = asOne ? "" : Subject.of(behaviour);
        return Digest.ofText(image + "\n" + id + "\n" + subject).hex().substring(0, 32);
    }

    private static Severity severity(Behaviour behaviour) {
        if (behaviour instanceof Behaviour.Resolve) {
            return Severity.LOW;
        }
        return behaviour.domain() == Domain.PROCESS || behaviour.domain() == Domain.PRIVILEGE
                ? Severity.HIGH
                : Severity.MEDIUM;
    }
}
