package dev.inlay.local.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.queue.QueueName;
import dev.inlay.storage.Key;
import dev.inlay.storage.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is there after `kill -9`, whenever it strikes.
class CrashTest {
    private static final long SEED = 20_260_102;
    private static final int ROUNDS = 4;
    private static final int SENDERS = 6;

    @TempDir Path directory;

    @Test
    void losesNothingThatWasAcknowledgedBeforeAKill() throws Exception {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            var path = directory.resolve("round" + round + ".sqlite");
            int acknowledgements = 1 + random.nextInt(400);

            var acknowledged = sendUntilKilled(path, acknowledgements);

            assertThat(acknowledged)
                    .as("seed %d, round %d, %d acks", SEED, round, acknowledgements)
                    .hasSizeGreaterThanOrEqualTo(acknowledgements);
            try (var file = SqliteFile.open(path)) {
                assertThat(received(file)).containsAll(acknowledged);
                assertThat(stored(file, acknowledged)).containsAll(acknowledged);
            }
        }
    }

    private static Set<String> sendUntilKilled(Path path, int acknowledgements)
            throws IOException, InterruptedException {
        var child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                // What it unpacks and cannot remove goes with the directory.
                                "-Dorg.sqlite.tmpdir=" + path.getParent(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Sender.class.getName(),
                                path.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var acknowledged = new HashSet<String>();
        try (var lines = child.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == acknowledgements) {
                    child.destroyForcibly();
                }
            }
        } catch (IOException e) {
            // The stream breaks with the process: what was read is what was acknowledged.
        }
        child.destroyForcibly().waitFor();
        return acknowledged;
    }

    private static List<String> received(SqliteFile file) throws InterruptedException {
        var queue = new SqliteQueue(file, InstantSource.system());
        var bodies = new ArrayList<String>();
        while (true) {
            var batch = queue.receive(QueueName.TELEMETRY, 100, Duration.ofHours(1), Duration.ZERO);
            if (batch.isEmpty()) {
                return bodies;
            }
            batch.forEach(message -> bodies.add(message.body()));
        }
    }

    private static List<String> stored(SqliteFile file, Set<String> names) {
        var table = SqliteTable.in(file, InstantSource.system()).profiles();
        return names.stream()
                .filter(name -> table.get(new Key("crash", name)).isPresent())
                .toList();
    }

    /// The child: writes and sends from several threads, and says what was acknowledged.
    static final class Sender {
        private Sender() {}

        public static void main(String... arguments) {
            var file = SqliteFile.open(Path.of(arguments[0]));
            var queue = new SqliteQueue(file, InstantSource.system());
            var table = SqliteTable.in(file, InstantSource.system()).profiles();
            for (int sender = 0; sender < SENDERS; sender++) {
                var name = "sender" + sender + "-";
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 1_000_000; i++) {
                                table.write(Write.put(new Key("crash", name + i), "{}"));
                                queue.send(QueueName.TELEMETRY, name + i);
                                System.out.println(name + i);
                            }
                        });
            }
        }
    }
}
