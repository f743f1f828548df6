package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.plane.InlayCommand;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a build does without a control plane, before its push and after it (`docs/pipeline.md`):
/// the commands as they are typed, with the sensor as it is shipped.
@Tag("docker")
class PipelineTest {
    private static final int DONE = 0;
    private static final int DECLINED = 3;

    private final Works works = Works.shared();
    private final InlayCommand inlay = new InlayCommand(List.of());

    @Test
    void anArchiveIsInstrumentedAndLoaded() {
        String image = works.image("saved", "debian", "CMD echo out; echo err >&2; exit 5");
        Path saved = works.scene().file("saved.tar");
        Path made = works.scene().file("made.tar");
        docker("save", "--output", saved.toString(), image);

        Outcome shown = inlay.run("instrument", "docker-archive:" + saved, "--dry-run");
        assertThat(shown.exit()).as(shown.said()).isEqualTo(DONE);
        assertThat(shown.output())
                .containsPattern("entrypoint +null +\\[\"/.inlay/sensor\",\"--\"]")
                .contains("label dev.inlay.source.digest", "layer 3");
        assertThat(works.scene().file("saved-inlay.tar")).doesNotExist();

        typed(DONE, "instrument", "docker-archive:" + saved, "--output", made.toString());
        load(made, image + "-inlay");
        assertThat(run(image + "-inlay")).isEqualTo(run(image));

        String twin = "docker-archive:" + made + ":" + image + "-inlay";
        typed(DONE, "verify", twin);
        typed(DECLINED, "instrument", twin, "--tag", "again");
        Path bare = works.scene().file("bare.tar");
        typed(DONE, "strip", twin, "--output", bare.toString());
        load(bare, image + "-inlay-stripped");
        assertThat(id(image + "-inlay-stripped")).isEqualTo(id(image));
    }

    @Test
    void aLayoutIsInstrumentedInItsPlace() {
        String image = works.image("laid-out", "debian", "ENTRYPOINT [\"echo\"]\nCMD [\"a  b\"]");
        String layout = "oci:" + works.scene().file("laid-out");
        copy("docker-daemon:" + image, layout + ":1");

        typed(DONE, "instrument", layout + ":1");

        typed(DONE, "verify", layout + ":1-inlay");
        String twin = image + "-inlay";
        forget(twin);
        copy(layout + ":1-inlay", "docker-daemon:" + twin);
        assertThat(run(twin)).isEqualTo(run(image));
    }

    @Test
    void anImageInARegistryIsInstrumentedBesideTheOriginal() {
        String image = works.image("pushed", "debian", "CMD exit 6");
        String repository = "pipeline/" + image.substring(0, image.indexOf(':'));
        String reference = works.registry().host() + "/" + repository + ":1";
        String original = works.docker().push(image, reference);

        typed(DONE, "instrument", reference);

        works.docker().pull(reference + "-inlay");
        assertThat(run(reference + "-inlay")).isEqualTo(run(image));
        typed(DONE, "verify", reference + "-inlay");
        typed(DONE, "strip", reference + "-inlay", "--tag", "bare");
        assertThat(works.registry().digest(repository, "bare")).isEqualTo(original);
        typed(DECLINED, "instrument", reference + "@sha256:" + "0".repeat(64));
    }

    private void typed(int exit, String... words) {
        Outcome outcome = inlay.run(words);
        assertThat(outcome.exit()).as(outcome.said()).isEqualTo(exit);
    }

    private List<Object> run(String image) {
        Outcome outcome = works.docker().runOnce(List.of(), image, List.of());
        return List.of(outcome.exit(), outcome.output(), outcome.error());
    }

    private void load(Path archive, String image) {
        forget(image);
        docker("load", "--quiet", "--input", archive.toString());
    }

    private String id(String image) {
        return works.docker()
                .run("image", "inspect", "--format", "{{.Id}}", image)
                .orFail("look at " + image)
                .text();
    }

    private void docker(String... words) {
        works.docker().run(words).orFail("docker " + String.join(" ", words));
    }

    private void forget(String image) {
        works.scene().atTheEnd(() -> works.docker().run("image", "rm", "--force", image));
    }

    private static void copy(String from, String to) {
        var command = Command.of("skopeo", "copy", "--quiet", from, to);
        command.run().orFail(command.toString());
    }
}
