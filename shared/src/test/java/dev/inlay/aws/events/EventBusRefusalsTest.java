package dev.inlay.aws.events;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.alert.AlertExamples;
import dev.inlay.aws.Answers;
import dev.inlay.document.Json;
import dev.inlay.event.Event;
import dev.inlay.event.EventName;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A 200 of EventBridge says nothing of the entry.
class EventBusRefusalsTest {
    private final Answers bridge = Answers.listen();
    private final EventBus bus = new EventBus(bridge.connection(), "inlay");
    private final Event event =
            new Event(EventName.POLICY_CHANGED, AlertExamples.AT, List.of(), Json.object());

    @AfterEach
    void close() {
        bridge.close();
    }

    @Test
    void offersAnEventAgainThatTheServiceCouldNotTakeNow() {
        failing("ThrottlingException");

        assertThatThrownBy(() -> bus.tell(event))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("Policy Changed")
                .hasMessageContaining("ThrottlingException");
    }

    @Test
    void doesNotOfferAgainWhatIsRefusedForGood() {
        failing("NotAuthorizedForSourceException");

        assertThatThrownBy(() -> bus.tell(event)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void isDoneWhenTheEntryWasTaken() {
        bridge.then(200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}");

        assertThatCode(() -> bus.tell(event)).doesNotThrowAnyException();
    }

    private void failing(String code) {
        bridge.then(
                200,
                "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"%s\",\"ErrorMessage\":\"no\"}]}"
                        .formatted(code));
    }
}
