package dev.inlay.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.JsonTree;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every queue keeps, whoever stores it.
public abstract class QueueContract {
    /// The adapter under test, empty.
    protected abstract Queue queue();

    /// Everything a receiver gets from it, acknowledged; repeats are allowed.
    protected abstract List<String> received(QueueName name);

    @Test
    void deliversWhatWasSentToTheQueueItWasSentTo() {
        queue().send(QueueName.SCAN, "{\"push\":1}");
        queue().send(QueueName.TELEMETRY, "{\"frame\":1}");

        assertThat(received(QueueName.SCAN))
                .contains("{\"push\":1}")
                .doesNotContain("{\"frame\":1}");
        assertThat(received(QueueName.TELEMETRY)).contains("{\"frame\":1}");
        assertThat(received(QueueName.EVALUATE)).isEmpty();
    }

    @Test
    void keepsEveryCharacterOfABody() {
        var body = "{\"path\":\"/srv/ü/\\ud83d\\ude00/\u6f22\ud83d\ude00 \\n\"}";

        queue().send(QueueName.TELEMETRY, body);

        assertThat(received(QueueName.TELEMETRY)).contains(body);
    }

    @Test
    void takesTheLargestBodyAndRefusesOneByteMore() {
        var largest = "x".repeat(Queue.MAX_BODY_BYTES);

        queue().send(QueueName.TELEMETRY, largest);

        assertThat(received(QueueName.TELEMETRY)).containsOnly(largest);
        assertThatThrownBy(() -> queue().send(QueueName.TELEMETRY, largest + "x"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("262,145 bytes");
        assertThatThrownBy(() -> queue().send(QueueName.TELEMETRY, ""))
                .isInstanceOf(PermanentFailure.class);
        assertThat(received(QueueName.TELEMETRY)).isEmpty();
    }

    /// Each is in reach of whoever names a file in a container: none may get lost on the way.
    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u001b", "\uffff", "\ufffe", "\ud800"})
    void refusesACharacterThatSomeQueueWouldNotTake(String character) {
        var body = "{\"path\":\"/srv/" + character + "\"}";

        assertThatThrownBy(() -> queue().send(QueueName.TELEMETRY, body))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("U+%04X".formatted((int) character.charAt(0)));
        assertThat(received(QueueName.TELEMETRY)).isEmpty();
    }

    @Test
    void takesEveryOtherCharacter() {
        var body = "\t\r\n ~\u007f\u0085\u2028\ud7ff\ue000\ufffd\ud800\udc00\udbff\udfff";

        queue().send(QueueName.TELEMETRY, body);

        assertThat(received(QueueName.TELEMETRY)).contains(body);
    }

    @Test
    void takesAnyJsonThatWasEscaped() {
        var json = "{\"path\":\"/srv/\ufffe\uffff\"}";

        queue().send(QueueName.TELEMETRY, Queue.escaped(json));

        var body = received(QueueName.TELEMETRY).getFirst();
        assertThat(JsonTree.object(body.getBytes(UTF_8), "a message"))
                .isEqualTo(JsonTree.object(json.getBytes(UTF_8), "what was meant"));
    }

    @Test
    void losesNothingWhenManySendAtOnce() {
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 200)
                    .forEach(i ->
                            senders.execute(() -> queue().send(QueueName.VIOLATIONS, "m" + i)));
        }

        assertThat(received(QueueName.VIOLATIONS))
                .containsAll(IntStream.range(0, 200).mapToObj(i -> "m" + i).toList());
    }
}
