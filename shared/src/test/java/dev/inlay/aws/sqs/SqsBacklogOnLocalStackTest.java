package dev.inlay.aws.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.LocalStack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("emulator")
class SqsBacklogOnLocalStackTest extends SqsBacklogContract {
    SqsBacklogOnLocalStackTest() {
        super(LocalStack.connection());
    }

    /// moto moves no messages.
    @Test
    void offersOnceMoreWhatWasGivenUp() {
        park("poison");

        assertThat(backlog().redrive("DIRECT_TELEMETRY")).isEqualTo(1);

        assertThat(next()).isEqualTo("poison");
    }
}
