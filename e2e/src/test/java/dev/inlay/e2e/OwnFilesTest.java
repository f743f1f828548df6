package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The application, even as root and before anything is learnt, cannot change what protects it.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnFilesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Works works = Works.shared();
    private String instrumented;

    @BeforeAll
    void instrument() {
        instrumented = works.instrumented(works.image("own-files", "debian", "CMD bash"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo x > /.inlay/config.json",
                "echo x >> /.inlay/sensor",
                "rm -f /.inlay/policy.json; test ! -e /.inlay/policy.json",
                "mv /.inlay /gone",
                "ln -s /etc/passwd /.inlay/link",
                "mkdir /.inlay/folder",
                "chmod 000 /.inlay/sensor",
                "cd /.inlay && echo x > config.json",
                "ln /.inlay/config.json /tmp/other && echo x > /tmp/other",
                "echo x > /proc/self/root/.inlay/config.json",
                "truncate -s 0 /.inlay/policy.json"
            })
    void refusesToBeChanged(String change) {
        var outcome =
                works.docker().runOnce(List.of(), instrumented, List.of("bash", "-c", change));

        assertThat(outcome.exit()).as(outcome.said()).isNotZero();
    }

    /// Whoever may mount can show a folder in another place, where it is still ours.
    @ParameterizedTest
    @ValueSource(strings = {"echo x > /m/config.json", "rm /m/policy.json", "echo x > /m/new"})
    void refusesToBeChangedWhereAMountShowsIt(String change) {
        var ours = mounted("/.inlay", change);
        var other = mounted("/other", change);

        assertThat(ours.exit()).as(ours.said()).isNotZero();
        assertThat(ours.said()).contains("Operation not permitted");
        assertThat(other.exit()).as(other.said()).isZero();
    }

    private Outcome mounted(String folder, String change) {
        String setting =
                "mkdir /m /other && touch /other/config.json /other/policy.json && mount --bind "
                        + folder
                        + " /m && ";
        return works.docker()
                .runOnce(
                        List.of("--cap-add", "SYS_ADMIN", "--security-opt", "apparmor=unconfined"),
                        instrumented,
                        List.of("bash", "-c", setting + change));
    }

    /// The same changes work on a folder of the same kind that is not ours.
    @Test
    void changesWorkOnAnyOtherFolder() {
        String setting = "mkdir /other && echo 1 > /other/config.json && cp -r /other /copy";
        String changes = "echo x > /other/config.json && rm /other/config.json && mv /copy /gone";

        var outcome =
                works.docker()
                        .runOnce(
                                List.of(),
                                instrumented,
                                List.of("bash", "-c", setting + " && " + changes));

        assertThat(outcome.exit()).as(outcome.said()).isZero();
    }

    @Test
    void raisesAnAlertForTheAttempt() {
        Instant start = Instant.now();
        String image = works.image("own-files-alert", "debian", "CMD bash");
        Container container =
                works.docker()
                        .start(
                                works.scene().name("own-files-alert"),
                                List.of("--network", works.network().name()),
                                works.instrumented(image),
                                List.of("bash", "-c", "rm -rf /.inlay; exec sleep 600"));

        assertThat(
                        works.alerts()
                                .await(
                                        start,
                                        SOON,
                                        one -> one.mentions("tamper", "own-files-alert")))
                .isPresent();
        Await.until("the application to go on", SOON, () -> container.has("/.inlay/sensor"));
        container.remove();
    }
}
