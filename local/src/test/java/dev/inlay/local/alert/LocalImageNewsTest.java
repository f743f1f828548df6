package dev.inlay.local.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Push;
import dev.inlay.local.Journal;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.MemoryTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalImageNewsTest {
    private static final Push PUSH = new Push("shop/web", "1.4", Digest.ofText("web"));

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final MemoryQueue queue = new MemoryQueue();
    private final LocalImageNews news =
            new LocalImageNews(
                    new Journal(new PrintStream(told, true, UTF_8), () -> Instant.EPOCH),
                    queue,
                    List.of(URI.create("http://127.0.0.1:9/hook")));

    @Test
    void tellsAnImageThatIsInstrumentedInTheJournalAlone() {
        var published =
                new Image.Published("1.4-inlay", Digest.ofText("twin"), "0.1.0", Instant.EPOCH);
        var images = new Images(new MemoryTable(), Clock.systemUTC());

        news.instrumented(PUSH, images.done(PUSH, List.of(), published));

        assertThat(told.toString(UTF_8)).contains("Image Instrumented: " + PUSH);
        assertThat(queue.take(QueueName.DELIVER)).isEmpty();
    }

    @Test
    void tellsOneThatStaysWithoutItsSensorWhereAlertsAreTold() {
        news.failed(PUSH, Decline.OS.because("it runs on Windows"));

        assertThat(told.toString(UTF_8)).contains("it runs on Windows");
        var delivery =
                JsonTree.object(
                        queue.take(QueueName.DELIVER).getFirst().getBytes(UTF_8), "a delivery");
        assertThat(delivery.path("url").asText()).isEqualTo("http://127.0.0.1:9/hook");
        assertThat(delivery.at("/alert/event").asText()).isEqualTo("Image Instrumentation Failed");
        assertThat(delivery.at("/alert/code").asText()).isEqualTo("os");
        assertThat(delivery.at("/alert/digest").asText()).isEqualTo(PUSH.digest().value());
    }
}
