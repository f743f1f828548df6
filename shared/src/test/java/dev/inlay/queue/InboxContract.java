package dev.inlay.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every inbox keeps.
public abstract class InboxContract {
    private static final Duration WAIT = Duration.ofSeconds(2);

    /// The adapter under test, of an empty queue.
    protected abstract Inbox inbox();

    /// A message arrives.
    protected abstract void arrives(String body);

    @Test
    void hasNothingWhenNothingArrived() {
        assertThat(inbox().receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void handsOutEveryMessageOnceWhileSomebodyHoldsIt() {
        arrives("{\"n\":1}");
        arrives("{\"n\":2}");

        List<String> bodies = new ArrayList<>();
        inbox().receive(WAIT).ifPresent(each -> bodies.add(each.body()));
        inbox().receive(WAIT).ifPresent(each -> bodies.add(each.body()));

        assertThat(bodies).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
        assertThat(inbox().receive(Duration.ZERO)).isEmpty();
    }

    @Test
    void offersWhatIsGivenBackAgainAndCountsIt() {
        arrives("{\"n\":1}");
        var first = inbox().receive(WAIT).orElseThrow();

        inbox().giveBack(first, Duration.ZERO);
        var second = inbox().receive(WAIT).orElseThrow();

        assertThat(first.receives()).isEqualTo(1);
        assertThat(second.receives()).isEqualTo(2);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void forgetsWhatIsDone() {
        arrives("{\"n\":1}");
        var delivery = inbox().receive(WAIT).orElseThrow();

        inbox().extend(delivery, Duration.ofMinutes(5));
        inbox().done(delivery);
        inbox().giveBack(delivery, Duration.ZERO);

        assertThat(inbox().receive(Duration.ZERO)).isEmpty();
    }
}
