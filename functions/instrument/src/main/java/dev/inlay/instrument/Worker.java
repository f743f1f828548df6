package dev.inlay.instrument;

import static java.util.stream.Collectors.joining;

import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Decline;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.ImageNews;
import dev.inlay.image.Images;
import dev.inlay.image.Order;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Takes one push from the queue to its outcome and writes each step into the catalog, so that
/// everybody can see how far it is and why it stopped.
public final class Worker {
    private static final Reason NOT_ENROLLED =
            Decline.NOT_ENROLLED.because(
                    "no enrolment covers it any more; enrol it, or ask for it by hand");

    private final Instrument instrument;
    private final Images images;
    private final Enrolments enrolments;
    private final Queue queue;
    private final ImageNews news;
    private final InstantSource clock;

    /// @param queue takes the push that overtook the one being worked on
    /// @param news told of what ends well, and of what leaves an image without its sensor
    public Worker(
            Instrument instrument,
            Images images,
            Enrolments enrolments,
            Queue queue,
            ImageNews news,
            InstantSource clock) {
        this.instrument = instrument;
        this.images = images;
        this.enrolments = enrolments;
        this.queue = queue;
        this.news = news;
        this.clock = clock;
    }

    /// Works on one order; a line for the log. Throws a `TransientFailure` when it is worth trying
    /// again, after writing that down too.
    public String work(Order order) {
        return switch (enrolments.decision(order.push().repository())) {
            case Reading.Read<Optional<Enrolment>>(var enrolment) -> work(order, enrolment);
            case Reading.Malformed<Optional<Enrolment>>(var because) ->
                    failed(order.push(), Step.RESOLVE, new Reason(Enrolments.UNREADABLE, because));
        };
    }

    private String work(Order order, Optional<Enrolment> enrolment) {
        var push = order.push();
        if (!order.requested() && !covers(enrolment, push)) {
            return record(order, new Outcome.Declined(NOT_ENROLLED));
        }
        var at = new AtomicReference<>(Step.RESOLVE);
        try {
            var outcome =
                    instrument.run(
                            push,
                            mapping(enrolment, push),
                            step -> {
                                at.set(step);
                                images.running(push, step);
                            });
            return record(order, outcome);
        } catch (TransientFailure e) {
            images.failed(push, at.get(), new Reason(e.code(), message(e)));
            throw e;
        } catch (PermanentFailure e) {
            return failed(push, at.get(), new Reason(e.code(), message(e)));
        }
    }

    private String failed(Push push, Step step, Reason reason) {
        images.failed(push, step, reason);
        news.failed(push, reason);
        return "failed " + push + ": " + reason.text();
    }

    private String record(Order order, Outcome outcome) {
        var push = order.push();
        return switch (outcome) {
            case Outcome.Instrumented(var plan, var sent, var unattested) -> {
                news.instrumented(push, images.done(push, plan.members(), published(plan)));
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
                if (Decline.leavesUnwatched(reason)) {
                    news.failed(push, reason);
                }
                yield "declined " + push + ": " + reason.text();
            }
            case Outcome.Moved(var now) -> {
                var newer = new Push(push.repository(), push.tag(), now);
                images.declined(
                        push, Decline.TAG_MOVED.because("its tag points at " + now + " by now"));
                images.queued(newer);
                queue.send(QueueName.INSTRUMENT, new Order(newer, order.requested()).body());
                yield "moved on from " + push + " to " + now;
            }
        };
    }

    private Image.Published published(Plan plan) {
        return new Image.Published(
                plan.tag(), plan.root().digest(), plan.sensor(), clock.instant());
    }

    /// An enrolment may have ended since, or exclude it by now.
    private static boolean covers(Optional<Enrolment> enrolment, Push push) {
        return enrolment.filter(each -> each.covers(push.repository(), push.tag())).isPresent();
    }

    /// Work can be asked for by hand where nothing is enrolled.
    private static TagMapping mapping(Optional<Enrolment> enrolment, Push push) {
        return enrolment
                .map(Enrolment::mapping)
                .filter(mapping -> mapping.isSource(push.tag()))
                .orElse(TagMapping.BESIDE);
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
