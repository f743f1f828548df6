package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.world.Outcome;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An enrolment may have its applications start protected or not at all. Where seccomp notification
/// does not work, and where its policy was taken away, such an application does not start; one that
/// starts open does.
@Tag("docker")
class ProtectedStartTest {
    private static final List<String> NOTHING_CAN_BE_STOPPED =
            List.of("--env", "INLAY_TIER=observe");
    private static final List<String> WITHOUT_A_POLICY =
            List.of("--volume", "/dev/null:/.inlay/policy.json:ro");
    private static final int CANNOT_START = 126;

    private final Works works = Works.shared();

    @Test
    void startsWhereItIsProtectedAndNowhereElse() {
        String name = works.scene().name("protected");
        var inlay = works.plane().inlay();
        inlay.run("enrol", "works/" + name, "--start", "protected").orFail("enrol " + name);
        String enrolled =
                works.instrumented(works.image("protected", "debian", "CMD echo started"));

        assertThat(run(List.of(), enrolled).text()).isEqualTo("started");
        for (var options : List.of(NOTHING_CAN_BE_STOPPED, WITHOUT_A_POLICY)) {
            Outcome kept = run(options, enrolled);
            assertThat(kept.exit()).as(kept.said()).isEqualTo(CANNOT_START);
            assertThat(kept.output()).isEmpty();
            assertThat(kept.error()).contains("it is to start protected");
        }
    }

    @Test
    void startsEverywhereWhereNobodyWantedThat() {
        String open = works.instrumented(works.image("open", "debian", "CMD echo started"));

        for (var options : List.of(List.<String>of(), NOTHING_CAN_BE_STOPPED, WITHOUT_A_POLICY)) {
            assertThat(run(options, open).text()).as(options.toString()).isEqualTo("started");
        }
    }

    private Outcome run(List<String> options, String image) {
        return works.docker().runOnce(options, image, List.of());
    }
}
