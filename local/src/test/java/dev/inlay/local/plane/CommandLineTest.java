package dev.inlay.local.plane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.image.Digest;
import dev.inlay.local.ControlPlane;
import dev.inlay.local.cli.Inlay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The commands as people and scripts type them, against a real control plane that watches one
/// container.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final ControlPlane plane;

    CommandLineTest(@TempDir Path data) {
        this.data = data;
        this.plane = Planes.start(data, 0, List.of());
    }

    @BeforeAll
    void runAContainer() {
        var sensor = new FakeSensor(plane.port(), data, SHOP);
        sensor.post(sensor.frame(FakeSensor.exec("/usr/bin/convert", "allowed", 3)));
        sensor.post(sensor.frame(FakeSensor.exec("/bin/sh\u001b[2J", "blocked", 1)));
        new Person(plane.port(), plane.token())
                .await("/api/v1/alerts", each -> !each.path("alerts").isEmpty());
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    /// What a command left behind.
    private record Ran(int exit, String output, String error) {
        JsonNode json() {
            try {
                return JSON.readTree(output);
            } catch (IOException e) {
                throw new AssertionError(output, e);
            }
        }
    }

    private Ran run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of("--server", "http://127.0.0.1:" + plane.port(), "--data", data.toString()));
        return runAlone(all.toArray(String[]::new));
    }

    private static Ran runAlone(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var before = System.out;
        var beforeError = System.err;
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
        try {
            int exit = Inlay.run(words);
            return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            System.setOut(before);
            System.setErr(beforeError);
        }
    }

    @Test
    void enrolsListsAndEndsEnrolments() {
        var enrolled = run("enrol", "shop/*", "--tags", "1.*", "--mode", "block");
        assertThat(enrolled.exit()).isZero();
        assertThat(enrolled.output()).contains("shop/*", "1.*", "*=*-inlay", "block");
        assertThat(run("enrol", "--list", "--json").json().path("enrolments"))
                .singleElement()
                .satisfies(each -> assertThat(each.path("start").asText()).isEqualTo("open"));
        var started = run("enrol", "shop/*", "--start", "protected", "--json").json();
        assertThat(started.path("start").asText()).isEqualTo("protected");
        assertThat(run("enrol", "shop/*", "--start", "perhaps").exit()).isEqualTo(2);

        assertThat(run("enrol", "shop/*", "--remove").exit()).isZero();
        var again = run("enrol", "shop/*", "--remove");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.error()).contains("ending the enrolment of shop/*", "enrol --list");
    }

    @Test
    void refusesToRollWhereItStartsNothingAndSaysWhatToDoInstead() {
        var refused = run("enrol", "shop/*", "--roll");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.error()).contains("starts and stops no container", "inlay coverage");
    }

    @Test
    void showsWhatWaitsAndOffersWhatWasGivenUp() {
        assertThat(run("queues").output()).contains("QUEUE", "SCAN", "EVALUATE");
        assertThat(run("queues", "--redrive", "instrument").exit()).isEqualTo(3);
        assertThat(run("queues", "--redrive", "nonsense").error())
                .contains("no queue of that name");
    }

    @Test
    void saysWhatIsWatched() {
        var looked = run("coverage");

        assertThat(looked.exit()).isZero();
        assertThat(looked.output()).contains("sensors report", "no Docker socket");
        assertThat(run("coverage", "--json").json().path("gaps")).isEmpty();
    }

    @Test
    void showsContainersAndWhatTheyDo() {
        var containers = run("containers", "--json").json().path("containers");
        assertThat(containers).hasSize(1);
        var session = containers.get(0).path("session").asText();

        assertThat(run("containers").output()).contains(session, "shop/web:1.4", "running");
        var activity = run("activity", session.substring(0, 10));
        assertThat(activity.output()).contains("/opt/jre/bin/java starts /usr/bin/convert");
        assertThat(run("activity", "s-nothing").exit()).isEqualTo(1);
    }

    @Test
    void showsWhatIsNormalWithTheConfidenceAsItIs() {
        var behaviour = run("behaviour", SHOP.value());

        assertThat(behaviour.exit()).isZero();
        assertThat(behaviour.output())
                .contains("NEXT MINUTE NEW", "1 of 2 containers", "/usr/bin/convert")
                .contains("no container's end was seen yet");
    }

    @Test
    void choosesAModeOnceAndSaysWhenThereIsNothingToDo() {
        var chosen = run("policy", "mode", SHOP.value(), "record", "--domain", "file");
        assertThat(chosen.exit()).isZero();
        assertThat(chosen.output()).contains("file=record", "blocking would have stopped");

        assertThat(run("policy", "mode", SHOP.value(), "record", "--domain", "file").exit())
                .isEqualTo(3);
        assertThat(run("policy", "show", SHOP.value()).output()).contains("file=record");
        assertThat(run("policy", "diff", SHOP.value()).output()).contains("mode of file");
        assertThat(run("policy", "replay", SHOP.value()).output()).contains("would have stopped");
    }

    @Test
    void saysWhichContainersDoNotHoldToAModeInTime() {
        var waited =
                run(
                        "policy",
                        "mode",
                        SHOP.value(),
                        "record",
                        "--domain",
                        "network",
                        "--wait",
                        "--timeout",
                        "1");

        assertThat(waited.exit()).isEqualTo(1);
        assertThat(waited.error()).contains("0 of 1 running containers", "inlay containers");
    }

    @Test
    void tellsAlertsWithoutLettingThemMoveTheCursor() {
        var alerts = run("alerts");

        assertThat(alerts.exit()).isZero();
        assertThat(alerts.output()).contains("blocked", "missing", "from").doesNotContain("\u001b");
        assertThat(run("alerts", "--json").json().path("alerts")).isNotEmpty();
    }

    @Test
    void waitsForAnImageOnlySoLong() {
        var waited = run("wait", "shop/never:1", "--timeout", "1");

        assertThat(waited.exit()).isEqualTo(1);
        assertThat(waited.error()).contains("shop/never:1", "enrolled");
    }

    @Test
    void saysWhatIsWrongWithWhatWasTyped() {
        for (var words :
                List.of(
                        new String[] {},
                        new String[] {"nonsense"},
                        new String[] {"policy"},
                        new String[] {"policy", "mode", "image", "sometimes"},
                        new String[] {"enrol"},
                        new String[] {"instrument"},
                        new String[] {"up", "--port", "many"},
                        new String[] {
                            "instrument", "x:1", "--server", "http://127.0.0.1:1", "--dry-run"
                        })) {
            var ran = runAlone(words);
            assertThat(ran.exit()).as(String.join(" ", words)).isEqualTo(2);
            assertThat(ran.error()).as(String.join(" ", words)).isNotEmpty();
        }
        assertThat(runAlone("--help").exit()).isZero();
    }

    @Test
    void saysThatNobodyAnswers() {
        var ran = runAlone("images", "--server", "http://127.0.0.1:1");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.error()).contains("http://127.0.0.1:1", "inlay up");
    }

    @Test
    void saysWhereTheTokenComesFromWhenThereIsNone() {
        var ran =
                runAlone(
                        "images",
                        "--server",
                        "http://127.0.0.1:" + plane.port(),
                        "--data",
                        data.resolve("elsewhere").toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.error()).contains("INLAY_TOKEN");
    }
}
