package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.plane.Middleman;
import dev.inlay.e2e.world.Await;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the control plane acknowledged is there after it was killed, whenever that was.
@Tag("docker")
class CrashTest {
    private static final int CRASHES = Boolean.getBoolean("inlay.long") ? 40 : 5;
    private static final int SHORTEST = 200;
    private static final int LONGEST = 3_000;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Makes a new file with a name of letters five times a second, so each is a behaviour: for an
    /// hour, which is longer than forty crashes take on a machine that is busy.
    private static final String BUSY =
            "for name in {a..z}{a..z}{a..z}; do : > /srv/busy$name; sleep 0.2; done";

    private final Works works = Works.alone("inlay-crash");

    @Test
    void losesNothingItAcknowledged() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String instrumented = works.instrumented(works.image("busy", "debian", "CMD bash"));
        var middleman =
                Middleman.at(works.scene(), works.network().gateway(), works.plane().address());
        Container container = start(instrumented, middleman);

        for (int crash = 0; crash < CRASHES; crash++) {
            int before = acknowledged(middleman).size();
            Await.until(
                    "a frame after the last crash (seed " + seed + ")",
                    SOON,
                    () -> acknowledged(middleman).size() > before);
            Await.pause(Duration.ofMillis(random.nextInt(SHORTEST, LONGEST)));
            works.plane().kill();
            works.plane().startAgain();
        }
        container.remove();

        Set<String> acknowledged = acknowledged(middleman);
        String image = instrumented.substring(0, instrumented.length() - "-inlay".length());
        assertThat(acknowledged).as("seed %d", seed).hasSizeGreaterThan(CRASHES);
        Await.until(
                "all of %s in the profile (seed %d)".formatted(acknowledged, seed),
                SOON,
                () -> {
                    String known = works.plane().inlay().ask("behaviour", image).toString();
                    return acknowledged.stream().allMatch(path -> known.contains('"' + path + '"'));
                });
        works.scene().close();
    }

    private Container start(String image, Middleman middleman) {
        return works.docker()
                .start(
                        works.scene().name("busy"),
                        List.of(
                                "--network",
                                works.network().name(),
                                "--env",
                                "INLAY_ENDPOINT=" + middleman.endpoint()),
                        image,
                        List.of("bash", "-c", BUSY));
    }

    /// The paths of all frames that were answered with 202.
    private static Set<String> acknowledged(Middleman middleman) {
        var paths = new TreeSet<String>();
        for (var heard : middleman.heard()) {
            if (heard.acknowledgedFrame()) {
                for (JsonNode entry : read(heard.body()).path("behaviours")) {
                    String path = entry.path("behaviour").path("path").asText("");
                    if (path.startsWith("/srv/busy")) {
                        paths.add(path);
                    }
                }
            }
        }
        return paths;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
