package dev.inlay.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Order;
import dev.inlay.image.Progress;
import dev.inlay.image.Push;
import dev.inlay.image.TestImage;
import dev.inlay.queue.QueueName;
import dev.inlay.registry.LocalRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The image of the instrument task (`./inlay build task-image`), in the engine, against an
/// emulator of AWS and a real registry.
@Tag("docker")
class TaskImageTest {
    /// Of which machine the image is for.
    enum Machine {
        /// This one's kind.
        SAME,
        /// The other kind, whose programs an emulator runs.
        OTHER;

        String architecture() {
            return this == SAME ? Processors.here() : Processors.elsewhere();
        }
    }

    @TempDir Path directory;

    private final EmulatedStack stack =
            new EmulatedStack()
                    .withTables()
                    .withQueues(QueueName.INSTRUMENT)
                    .withSecret()
                    .withSigningKey()
                    .withBus()
                    .with("INLAY_ENDPOINT", "https://a1b2c3.execute-api.eu-central-1.amazonaws.com")
                    .with("INLAY_LINGER_SECONDS", "1");

    @Test
    void worksOffTheQueueAndEnds() throws Exception {
        try (var registry = LocalRegistry.start(directory)) {
            stack.with("INLAY_REGISTRY", registry.address());
            var image = TestImage.oci("{\"Cmd\":[\"x\"]}");
            LocalRegistry.push(registry.client(), "shop/web", "1.4", image);
            new Enrolments(stack.tables().catalog()).put(Enrolment.of("shop/*"));
            var push = new Push("shop/web", "1.4", image.manifest().digest());
            stack.send(QueueName.INSTRUMENT, new Order(push, false).body());
            stack.send(QueueName.INSTRUMENT, "nonsense");

            var said = runTask();

            assertThat(registry.client().resolve("shop/web", "1.4-inlay")).as(said).isPresent();
            assertThat(progress(push)).as(said).isEqualTo(new Progress.Done());
            assertThat(said).contains("\"Function\":\"instrument\"", "\"Outcome\":\"done\"");
        }
        assertThat(stack.received(QueueName.INSTRUMENT)).isEmpty();
        var today = "rejected#" + LocalDate.now(ZoneOffset.UTC);
        assertThat(stack.tables().runtime().all(today, "")).hasSize(1);
    }

    /// Without its queue it must not look as if there were nothing to do. Emulated, it takes longer
    /// to say so.
    @ParameterizedTest
    @EnumSource
    void endsWithAFailureWhenItCannotWork(Machine machine) throws Exception {
        stack.with("INLAY_INSTRUMENT_QUEUE", "");

        var task = start(machine);

        assertThat(task.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(task.exitValue()).isEqualTo(1);
        assertThat(new String(task.getInputStream().readAllBytes(), UTF_8))
                .contains("INLAY_INSTRUMENT_QUEUE");
    }

    private Progress progress(Push push) {
        return new Images(stack.tables().catalog(), Clock.systemUTC())
                .get(push.repository(), push.digest())
                .map(Image::progress)
                .orElseThrow();
    }

    private String runTask() throws Exception {
        var task = start(Machine.SAME);
        var said = new String(task.getInputStream().readAllBytes(), UTF_8);
        assertThat(task.waitFor(2, TimeUnit.MINUTES)).as(said).isTrue();
        assertThat(task.exitValue()).as(said).isZero();
        return said;
    }

    /// As on Fargate: nothing but its environment, a root file system that cannot be written.
    private Process start(Machine machine) throws Exception {
        var archive =
                "functions/instrument/target/task-image-%s.tar".formatted(machine.architecture());
        var loaded = docker("load", "--input", Home.directory().resolve(archive).toString());
        var said = new String(loaded.getInputStream().readAllBytes(), UTF_8);
        assertThat(loaded.waitFor()).as(said).isZero();
        var name = said.strip().substring(said.strip().lastIndexOf(' ') + 1);
        var run = new ArrayList<>(List.of("run", "--rm", "--network", "host", "--read-only"));
        run.addAll(List.of("--tmpfs", "/tmp", "--name", "inlay-task-" + UUID.randomUUID()));
        stack.environment()
                .forEach((variable, value) -> run.addAll(List.of("-e", variable + "=" + value)));
        return docker(
                Stream.concat(run.stream(), program(machine, name).stream())
                        .toArray(String[]::new));
    }

    /// The image as it is, or its program in the hands of the emulator.
    private static List<String> program(Machine machine, String image) throws Exception {
        if (machine == Machine.SAME) {
            return List.of(image);
        }
        var inspected = docker("inspect", "--format", "{{join .Config.Entrypoint \"\\n\"}}", image);
        var entrypoint = new String(inspected.getInputStream().readAllBytes(), UTF_8);
        return Processors.program(
                machine.architecture(), image, entrypoint.strip().lines().toList());
    }

    private static Process docker(String... arguments) throws Exception {
        var command = new ArrayList<String>(List.of("docker"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
