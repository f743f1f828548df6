package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.world.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What [ImageFormTest] shows with Docker, where another program puts the layers on each other and
/// reads the configuration.
@Tag("docker")
class ContainerdTest {
    private static final Set<String> FORMS =
            Set.of(
                    "entrypoint",
                    "cmd-overridden",
                    "shell-form",
                    "relative",
                    "user",
                    "scratch-exit",
                    "inlay-link",
                    "inlay-file",
                    "inlay-folder");

    private static final Works works = Works.shared();
    private static Containerd containerd;

    static List<Form> forms() {
        return Form.ALL.stream().filter(form -> FORMS.contains(form.name())).toList();
    }

    @BeforeAll
    static void start() throws Exception {
        containerd = Containerd.start(works.scene());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void runsAsTheOriginalDoes(Form form) {
        String image = works.image(form.name(), form.base(), form.dockerfile());
        String instrumented = works.instrumented(image);
        String original = instrumented.substring(0, instrumented.length() - "-inlay".length());
        containerd.pull(original);
        containerd.pull(instrumented);

        Outcome expected = containerd.runOnce(form + "-before", original, form.command());
        Outcome actual = containerd.runOnce(form + "-after", instrumented, form.command());

        assertThat(expected.exit()).as(expected.said()).isLessThan(126);
        assertThat(actual.exit()).as(actual.said()).isEqualTo(expected.exit());
        assertThat(actual.output()).isEqualTo(expected.output());
        assertThat(actual.error()).isEqualTo(expected.error());
    }
}
