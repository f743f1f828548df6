package dev.inlay.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Examples;
import dev.inlay.storage.MemoryTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContainersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

    private Instant now = NOW;
    private final Containers containers = new Containers(new MemoryTable(() -> now));

    private static Container container(int sequence, Instant heard) {
        var text =
                Examples.text("frame.json")
                        .replaceFirst("\"sequence\": 17", "\"sequence\": " + sequence)
                        .replaceFirst("\"rssBytes\": \\d+", "\"rssBytes\": " + sequence);
        return Container.of(FrameReader.read(text).stored("the example"), heard);
    }

    @Test
    void isStoredAsItIs() {
        var heard = containers.heard(container(3, NOW)).now();

        assertThat(containers.get(heard.image(), heard.session())).contains(container(3, NOW));
    }

    @Test
    void knowsTheNewestFrameInWhateverOrderTheyCome() {
        long seed = new Random().nextLong();
        var frames = new ArrayList<Container>();
        for (int i = 1; i < 12; i++) {
            frames.add(container(i, NOW.plusSeconds(i)));
        }
        frames.addAll(List.copyOf(frames.subList(2, 6)));
        Collections.shuffle(frames, new Random(seed));

        frames.forEach(containers::heard);

        var known = containers.of(frames.getFirst().image()).read().getFirst();
        assertThat(known.resources().rssBytes()).as("seed %d", seed).isEqualTo(11);
        assertThat(known.firstHeard()).isEqualTo(NOW.plusSeconds(1));
        assertThat(known.lastHeard()).isEqualTo(NOW.plusSeconds(11));
    }

    @Test
    void listsTheContainersOfAllImagesThatWereRemembered() {
        var container = containers.heard(container(1, NOW)).now();
        containers.remember(container.image(), NOW);

        assertThat(containers.all().read()).containsExactly(container);
    }

    @Test
    void forgetsAContainerThatFellSilentLongAgo() {
        var container = containers.heard(container(1, NOW)).now();
        containers.heard(container(2, NOW.plus(Duration.ofHours(1))));

        now = NOW.plus(Containers.KEPT).plus(Duration.ofMinutes(59));
        assertThat(containers.of(container.image()).read()).hasSize(1);
        now = NOW.plus(Containers.KEPT).plus(Duration.ofMinutes(61));
        assertThat(containers.of(container.image()).read()).isEmpty();
    }

    @Test
    void remembersThatAContainerHasEnded() {
        var last =
                Container.of(
                        FrameReader.read(
                                        Examples.text("frame.json")
                                                .replaceFirst(
                                                        "\"sequence\": 17",
                                                        "\"sequence\": 18, \"ended\": true"))
                                .stored("the example"),
                        NOW);
        containers.heard(last);
        containers.heard(container(17, NOW.plusSeconds(1)));

        assertThat(containers.of(last.image()).read().getFirst().ended()).isTrue();
        assertThat(container(17, NOW).ended()).isFalse();
    }
}
