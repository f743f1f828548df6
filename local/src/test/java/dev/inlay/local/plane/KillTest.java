package dev.inlay.local.plane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.image.Digest;
import dev.inlay.local.keys.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was answered with 202 is in the profile in the end, though the control plane was killed
/// with -9 right after.
class KillTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final long SEED = 5;
    private static final int ROUNDS = 3;
    private static final int SENSORS = 4;

    @TempDir Path data;

    @Test
    void losesNoFrameThatWasAcknowledgedBeforeAKill() throws Exception {
        KeyRing.in(data);
        var random = new Random(SEED);
        var acknowledged = new ArrayList<String>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(sendUntilKilled(round, 1 + random.nextInt(60)));
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS);

        try (var plane = Planes.start(data, 0, List.of())) {
            var person = new Person(plane.port(), plane.token());
            var profile =
                    person.await(
                            "/api/v1/images/" + SHOP + "/behaviour",
                            each -> programs(each).containsAll(acknowledged));
            assertThat(programs(profile)).as("seed %d", SEED).containsAll(acknowledged);
        }
    }

    private static Set<String> programs(JsonNode profile) {
        return Set.copyOf(profile.findValuesAsText("program"));
    }

    /// Each acknowledged frame names a program of its own, so that each can be looked for.
    private List<String> sendUntilKilled(int round, int acknowledgements) throws Exception {
        var child = startChild();
        var acknowledged = Collections.synchronizedList(new ArrayList<String>());
        try (var output = child.inputReader();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = Integer.parseInt(output.readLine());
            var enough = new CountDownLatch(acknowledgements);
            for (int i = 0; i < SENSORS; i++) {
                var name = "/opt/app/round" + round + "-sensor" + i + "-";
                var sensor = new FakeSensor(port, data, SHOP);
                threads.execute(() -> send(sensor, name, acknowledged, enough));
            }
            enough.await();
            child.destroyForcibly().waitFor();
        } finally {
            child.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    private static void send(
            FakeSensor sensor, String name, List<String> acknowledged, CountDownLatch enough) {
        try {
            for (int i = 0; i < 10_000; i++) {
                var frame = sensor.frame(FakeSensor.exec(name + i, "allowed", 1));
                if (sensor.post(frame) == 202) {
                    acknowledged.add(name + i);
                    enough.countDown();
                }
            }
        } catch (UncheckedIOException e) {
            // The control plane was killed: what it had answered by then is what counts.
        }
    }

    private Process startChild() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        // What it unpacks and cannot remove goes with the directory.
                        "-Dorg.sqlite.tmpdir=" + data,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Planes.Child.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
