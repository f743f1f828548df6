package dev.inlay.instrument;

import static java.util.stream.Collectors.joining;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

/// Takes one push from the queue to its outcome and writes each step into the catalog, so that
/// everybody can see how far it is and why it stopped.
public final class Worker {
    private final Instrument instrument;
    private final Images images;
    private final Enrolments enrolments;
    private final Queue queue;
    private final Clock clock;

    /// @param queue takes the push that overtook the one being worked on
    public Worker(
            Instrument instrument, Images images, Enrolments enrolments, Queue queue, Clock clock) {
        this.instrument = instrument;
        this.images = images;
        this.enrolments = enrolments;
        this.queue = queue;
        this.clock = clock;
    }

    /// Works on one push; a line for the log. Throws a `TransientFailure` when it is worth trying
    /// again, after writing that down too.
    public String work(Push push) {
        var at = new AtomicReference<>(Step.RESOLVE);
        try {
            var outcome =
                    instrument.run(
                            push,
                            mapping(push),
                            step -> {
                                at.set(step);
                                images.running(push, step);
                            });
            return record(push, outcome);
        } catch (TransientFailure e) {
            images.failed(push, at.get(), new Reason(e.code(), message(e)));
            throw e;
        } catch (PermanentFailure e) {
            images.failed(push, at.get(), new Reason(e.code(), message(e)));
            return "failed " + push + ": " + e.getMessage();
        }
    }

    private String record(Push push, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Instrumented(var plan, var sent, var unattested) -> {
                images.done(push, plan.members(), published(plan));
                yield "instrumented "
                        + push
                        + " as "
                        + plan.tag()
                        + "@"
                        + plan.root().digest()
                        + ", sent "
                        + sent
                        + " bytes"
                        + plan.losses().stream().map(loss -> "; " + loss).collect(joining())
                        + unattested
                                .map(each -> ", without attestation: " + each.text())
                                .orElse("");
            }
            case Outcome.Declined(var reason) -> {
                images.declined(push, reason);
                yield "declined " + push + ": " + reason.text();
            }
            case Outcome.Moved(var now) -> {
                var newer = new Push(push.repository(), push.tag(), now);
                images.declined(
                        push, Decline.TAG_MOVED.because("its tag points at " + now + " by now"));
                images.queued(newer);
                queue.send(QueueName.INSTRUMENT, newer.body());
                yield "moved on from " + push + " to " + now;
            }
        };
    }

    private Image.Published published(Plan plan) {
        return new Image.Published(
                plan.tag(), plan.root().digest(), plan.sensor(), clock.instant());
    }

    /// Work can be asked for by hand where nothing is enrolled.
    private TagMapping mapping(Push push) {
        return enrolments
                .deciding(push.repository())
                .map(Enrolment::mapping)
                .filter(mapping -> mapping.isSource(push.tag()))
                .orElse(TagMapping.BESIDE);
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
