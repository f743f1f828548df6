package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.TransientFailure;
import dev.inlay.log.Line;
import dev.inlay.queue.Inbox;
import dev.inlay.queue.MemoryInbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration LINGER = Duration.ofMinutes(4);

    private final MemoryInbox inbox = new MemoryInbox();
    private final List<String> worked = new ArrayList<>();
    private final List<Line> log = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    /// Waiting takes no time here but moves the clock on.
    private class Waiting implements Inbox {
        private int receives;
        private Runnable onEmpty = () -> {};

        @Override
        public Optional<Delivery> receive(Duration wait) {
            receives++;
            var delivery = inbox.receive(wait);
            if (delivery.isEmpty()) {
                now = now.plus(wait);
                onEmpty.run();
            }
            return delivery;
        }

        @Override
        public void extend(Delivery delivery, Duration hidden) {
            inbox.extend(delivery, hidden);
        }

        @Override
        public void done(Delivery delivery) {
            inbox.done(delivery);
        }

        @Override
        public void giveBack(Delivery delivery, Duration pause) {
            now = now.plus(pause);
            inbox.giveBack(delivery, pause);
        }
    }

    private Line work(Inbox.Delivery delivery) {
        var body = delivery.body();
        worked.add(body);
        return Line.of(Line.Result.DONE, "worked on " + body);
    }

    private Drain drain(Inbox from, Function<Inbox.Delivery, Line> desk) {
        InstantSource clock = () -> now;
        var hold = new Hold(from, Duration.ofMillis(1), Duration.ofMinutes(2));
        return new Drain(
                from,
                desk,
                hold,
                new Drain.Patience(LINGER, Duration.ofMillis(1)),
                log::add,
                clock);
    }

    @Test
    void worksOnEverythingThatWaitsAndEndsAfterAWhileOnAnEmptyQueue() {
        var begin = now;
        inbox.with("a").with("b").with("c");

        drain(new Waiting(), this::work).run();

        assertThat(worked).containsExactly("a", "b", "c");
        assertThat(inbox.held()).isEmpty();
        assertThat(log).hasSize(3).allMatch(line -> line.about().containsKey("message"));
        assertThat(Duration.between(begin, now)).isEqualTo(LINGER);
    }

    @Test
    void staysForTheNextPush() {
        var waiting = new Waiting();
        var begin = now;
        waiting.onEmpty =
                () -> {
                    if (waiting.receives == 20) {
                        inbox.with("late");
                    }
                };

        drain(waiting, this::work).run();

        assertThat(worked).containsExactly("late");
        assertThat(Duration.between(begin, now)).isGreaterThan(LINGER);
    }

    @Test
    void givesBackWhatMayWorkLaterAndGoesOnWithTheRest() {
        inbox.with("fails once").with("b");
        var failed = new ArrayList<String>();

        drain(
                        new Waiting(),
                        delivery -> {
                            if (delivery.body().startsWith("fails") && failed.isEmpty()) {
                                failed.add(delivery.body());
                                return Line.of(Line.Result.AGAIN, "the registry is away");
                            }
                            return work(delivery);
                        })
                .run();

        assertThat(worked).containsExactly("b", "fails once");
        assertThat(inbox.held()).isEmpty();
        assertThat(inbox.bodies()).isEmpty();
    }

    @Test
    void keepsAMessageFromOthersWhileItIsWorkedOnAndNotAfterwards() throws Exception {
        var extended = new CountDownLatch(3);
        var held = new AtomicReference<Inbox.Delivery>();
        inbox.with("slow");
        var watched =
                new Waiting() {
                    @Override
                    public void extend(Delivery delivery, Duration hidden) {
                        super.extend(delivery, hidden);
                        held.set(delivery);
                        extended.countDown();
                    }
                };

        drain(
                        watched,
                        delivery -> {
                            try {
                                assertThat(extended.await(1, TimeUnit.MINUTES)).isTrue();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return work(delivery);
                        })
                .run();

        assertThat(inbox.extensions()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(inbox.extensions()).containsOnly(Duration.ofMinutes(2));
        assertThat(held.get().body()).isEqualTo("slow");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("hold-") && thread.isAlive());
    }

    @Test
    void endsAfterTheMessageItIsToldToStopAt() {
        inbox.with("a").with("b");
        var drain = new AtomicReference<Drain>();
        drain.set(
                drain(
                        new Waiting(),
                        delivery -> {
                            drain.get().stop();
                            return work(delivery);
                        }));

        drain.get().run();

        assertThat(worked).containsExactly("a");
        assertThat(inbox.held()).isEmpty();
        assertThat(inbox.bodies()).containsExactly("b");
    }

    @Test
    void goesOnAfterAQueueThatWasAway() {
        inbox.with("a");
        var flaky =
                new Waiting() {
                    private boolean failed;

                    @Override
                    public Optional<Delivery> receive(Duration wait) {
                        if (!failed) {
                            failed = true;
                            throw new TransientFailure("aws-throttled", "receiving: slow down");
                        }
                        return super.receive(wait);
                    }
                };

        drain(flaky, this::work).run();

        assertThat(worked).containsExactly("a");
        assertThat(log).anyMatch(line -> line.result() == Line.Result.AGAIN);
    }

    @Test
    void endsWithTheReasonWhenTheQueueStaysAway() {
        inbox.with("a");
        var deaf =
                new Waiting() {
                    @Override
                    public Optional<Delivery> receive(Duration wait) {
                        throw new TransientFailure("aws-unreachable", "receiving: no answer");
                    }
                };

        assertThatThrownBy(() -> drain(deaf, this::work).run())
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("no answer");

        assertThat(worked).isEmpty();
        assertThat(log).allMatch(line -> line.result() == Line.Result.AGAIN).isNotEmpty();
    }
}
