package dev.inlay.eval;

import dev.inlay.alert.Alert;
import dev.inlay.alert.AlertSink;
import dev.inlay.alert.Alerts;
import dev.inlay.alert.ProfileAlerts;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Protection;
import dev.inlay.log.Line;
import dev.inlay.policy.Learning;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyNews;
import dev.inlay.policy.Successions;
import dev.inlay.policy.ToldPolicies;
import dev.inlay.profile.Activity;
import dev.inlay.profile.Profile;
import dev.inlay.profile.Profiles;
import dev.inlay.profile.Thresholds;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Unreadable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Evaluates one image: its next policy, then its alerts, then the news of its policy. Repeating it
/// changes and tells nothing; what failed to be told is told by the repetition.
final class Evaluation {
    /// A new image shows something new with every frame: its versions follow each other no faster
    /// than this, and ever more slowly, so that no container can fill the catalog with them.
    private static final Duration FASTEST = Duration.ofSeconds(5);

    private static final Duration SLOWEST = Duration.ofMinutes(10);

    private final Profiles profiles;
    private final Policies policies;
    private final Successions successions;
    private final Enrolments enrolments;
    private final Alerts alerts;
    private final AlertSink sink;
    private final PolicyNews news;
    private final ToldPolicies toldPolicies;
    private final InstantSource clock;

    Evaluation(
            Tables tables,
            Policies policies,
            AlertSink sink,
            PolicyNews news,
            InstantSource clock) {
        this.profiles = new Profiles(tables.profiles());
        this.policies = policies;
        this.successions = new Successions(tables.catalog());
        this.enrolments = new Enrolments(tables.catalog());
        this.alerts = new Alerts(tables.findings());
        this.sink = sink;
        this.news = news;
        this.toldPolicies = new ToldPolicies(tables.catalog());
        this.clock = clock;
    }

    void evaluate(Digest image, Consumer<Line> log) {
        var profile = profiles.of(image);
        profile.unreadable().forEach(each -> log.accept(leftOut(each, image)));
        Optional<Policy> policy;
        try {
            profile.activity().ifPresent(activity -> learn(profile, activity, log));
            policy = policies.current(image);
        } catch (PermanentFailure failure) {
            tell(profile, readable(image), log);
            throw failure;
        }
        tell(profile, policy, log);
        policy.ifPresent(each -> toldPolicies.tell(each, news));
        policies.shelve(image);
    }

    /// What keeps from learning keeps no alert back; without the policy nothing counts as accepted.
    private Optional<Policy> readable(Digest image) {
        try {
            return policies.current(image);
        } catch (PermanentFailure _) {
            return Optional.empty();
        }
    }

    private void learn(Profile profile, Activity activity, Consumer<Line> log) {
        var repository = Successions.repository(activity.source());
        switch (enrolments.decision(repository)) {
            case Reading.Read<Optional<Enrolment>>(var enrolment) ->
                    learn(
                            profile,
                            repository,
                            enrolment.map(Enrolment::protection).orElse(Protection.RECORD));
            case Reading.Malformed<Optional<Enrolment>>(var because) ->
                    log.accept(
                            Line.of(
                                            Line.Result.REJECTED,
                                            "learning nothing of an image of "
                                                    + repository
                                                    + ", which keeps its policy: "
                                                    + because)
                                    .about("image", profile.image().value()));
        }
    }

    private void learn(Profile profile, String repository, Protection protection) {
        var image = profile.image();
        var current = policies.current(image);
        var base = current.orElseGet(() -> first(image, repository));
        var progress = Progress.of(profile, base, protection, Thresholds.DEFAULT, clock.instant());
        var next = progress.policy();
        boolean changed = !next.equals(base);
        if (changed && isDue(current) && policies.publish(next) && current.isEmpty()) {
            successions.succeed(repository, image);
        }
    }

    private Policy first(Digest image, String repository) {
        var predecessor = successions.predecessor(repository, image).flatMap(policies::current);
        return Learning.first(image, predecessor, clock.instant());
    }

    private boolean isDue(Optional<Policy> current) {
        return current.map(
                        policy -> {
                            var wait = FASTEST.multipliedBy(Math.max(1, policy.version() / 4));
                            var least = wait.compareTo(SLOWEST) < 0 ? wait : SLOWEST;
                            return !clock.instant().isBefore(policy.created().plus(least));
                        })
                .orElse(true);
    }

    private void tell(Profile profile, Optional<Policy> policy, Consumer<Line> log) {
        for (var found : ProfileAlerts.of(profile, policy, clock.instant())) {
            var raised = alerts.raise(found);
            var alert = raised.now();
            raised.aside().ifPresent(gone -> log.accept(aside(alert, gone)));
            if (Alerts.isDue(alert)) {
                tell(alert);
            }
        }
    }

    private static Line leftOut(Unreadable lost, Digest image) {
        return lost.leftOut(
                        "its image learns nothing and keeps its policy until that is seen again;"
                                + " what was put aside and is of a detection has to be removed by hand")
                .about("image", image.value());
    }

    private static Line aside(Alert alert, Unreadable gone) {
        return gone.putAside("its counts are in the profile, and it is told again")
                .about("image", alert.image().value())
                .about("alert", alert.fingerprint());
    }

    /// Told first, noted then: a crash in between tells twice, never not at all.
    private void tell(Alert alert) {
        sink.tell(alert);
        alerts.told(alert, clock.instant());
    }
}
