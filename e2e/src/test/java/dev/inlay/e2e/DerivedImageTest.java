package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody builds `FROM` an instrumented image: the result is an image of its own, with one sensor
/// in front of what it starts.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DerivedImageTest {
    private final Works works = Works.shared();
    private String base;

    @BeforeAll
    void instrument() {
        String recipe = "ENTRYPOINT [\"echo\", \"base\"]\nCMD [\"says\"]";
        base = works.instrumented(works.image("derived-base", "debian", recipe));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kept   | RUN echo more > /more                 | base says",
                "reset  | ENTRYPOINT [\"echo\", \"my\", \"own\"] | my own",
                "shell  | ENTRYPOINT echo through a shell       | through a shell"
            })
    void isInstrumentedOnce(String name, String recipe, String expected) {
        String image = works.scene().name("derived-" + name + ":1");
        works.docker().build(image, "FROM " + base + "\nLABEL name=" + name + "\n" + recipe + "\n");

        String instrumented = works.instrumented(image);

        assertThat(works.docker().runOnce(List.of(), instrumented, List.of()).text())
                .isEqualTo(expected);
        assertThat(inspect(instrumented, "{{json .Config.Entrypoint}}"))
                .startsWith("[\"/.inlay/sensor\",\"--\",\"")
                .doesNotContain("/.inlay/sensor\",\"--\",\"/.inlay");
        assertThat(layers(instrumented)).isEqualTo(layers(image));
    }

    /// The two of the base make room for the two of the new one.
    private int layers(String image) {
        return Integer.parseInt(inspect(image, "{{len .RootFS.Layers}}"));
    }

    private String inspect(String image, String format) {
        return works.docker()
                .run("image", "inspect", "--format", format, image)
                .orFail("look at " + image)
                .text();
    }
}
