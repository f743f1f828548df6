package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.world.Outcome;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever form an image has: run with the same options, the instrumented one prints the same to
/// the same streams and ends with the same status.
@Tag("docker")
class ImageFormTest {
    private final Works works = Works.shared();

    static List<Form> forms() {
        return Form.ALL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void runsAsTheOriginalDoes(Form form) {
        String original = works.image(form.name(), form.base(), form.dockerfile());
        String instrumented = works.instrumented(original);

        Outcome expected = works.docker().runOnce(form.options(), original, form.command());
        Outcome actual = works.docker().runOnce(form.options(), instrumented, form.command());

        assertThat(actual.exit()).as(actual.said()).isEqualTo(expected.exit());
        assertThat(actual.output()).isEqualTo(expected.output());
        if (expected.exit() < 126) {
            assertThat(actual.error()).isEqualTo(expected.error());
        } else {
            assertThat(actual.error().lines()).as("one line that says why").hasSize(1);
        }
    }
}
