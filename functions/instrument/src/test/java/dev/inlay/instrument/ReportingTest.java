package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Launch;
import dev.inlay.image.Platform;
import dev.inlay.image.Protection;
import dev.inlay.image.Start;
import dev.inlay.image.TagMapping;
import dev.inlay.role.RoleId;
import dev.inlay.storage.MemoryTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportingTest {
    private static final SensorSettings.Report TOKEN =
            new SensorSettings.Report.ByToken("https://inlay.example.com", "1.token");

    private final Enrolments enrolments = new Enrolments(new MemoryTable());
    private final Reporting reporting =
            Reporting.byRole(enrolments, ReportingTest::direct, _ -> TOKEN);

    @Test
    void goesByTheRolesThatTheEnrolmentNames() {
        enrol("shop/*", List.of(new RoleId("AROAEXAMPLE000000")));

        assertThat(reporting.of(image("shop/web"))).isEqualTo(direct(image("shop/web").digest()));
    }

    @Test
    void goesByTheTokenWhereNoRoleIsNamed() {
        assertThat(reporting.of(image("shop/web"))).isEqualTo(TOKEN);
        enrol("shop/*", List.of());
        assertThat(reporting.of(image("shop/web"))).isEqualTo(TOKEN);
        enrol("other/*", List.of(new RoleId("AROAEXAMPLE000000")));
        assertThat(reporting.of(image("shop/web"))).isEqualTo(TOKEN);
    }

    private static SensorSettings.Report direct(Digest image) {
        return new SensorSettings.Report.Direct(
                "eu-central-1", "https://a", "https://b", "https://c/" + image.hex());
    }

    private void enrol(String repositories, List<RoleId> roles) {
        enrolments.put(
                new Enrolment(
                        new Glob(repositories),
                        List.of(),
                        List.of(),
                        TagMapping.BESIDE,
                        Protection.RECORD,
                        false,
                        Start.OPEN,
                        roles));
    }

    private static SourceImage image(String repository) {
        return new SourceImage(
                Digest.ofText(repository),
                repository,
                "1.4",
                new Platform("linux", "amd64", ""),
                new Launch(List.of(), List.of(), "", List.of(), Optional.empty()));
    }
}
