package dev.inlay.local.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The examples people copy: they parse as CodeBuild parses them, and call commands that exist with
/// options that exist.
class PipelineExamplesTest {
    private static final Pattern CALL = Pattern.compile("\"\\$INLAY\" ([a-z][^|;]*)");

    @ParameterizedTest
    @ValueSource(strings = {"pipeline/buildspec.yml", "pipeline/wait.buildspec.yml"})
    void parseAndCallWhatThereIs(String name) {
        var settings = LoadSettings.builder().build();
        var spec = (Map<?, ?>) new Load(settings).loadFromString(Examples.text(name));

        var calls = calls(commands(spec));

        assertThat(spec.get("version")).isEqualTo(0.2);
        assertThat(calls).isNotEmpty().allSatisfy(PipelineExamplesTest::isUnderstood);
    }

    private static void isUnderstood(String call) {
        var words = call.replace("\"", "").strip().split(" +", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replaceAll("\\$\\{?[A-Z_]+\\}?", "x");
        }
        Commands.of(new Inlay(), words).parseArgs(words);
    }

    private static List<String> calls(List<String> commands) {
        var calls = new ArrayList<String>();
        for (var command : commands) {
            var call = CALL.matcher(command);
            while (call.find()) {
                calls.add(call.group(1));
            }
        }
        return calls;
    }

    /// In CodeBuild a command has to be a text; one with a colon in the wrong place is a map.
    private static List<String> commands(Map<?, ?> spec) {
        var all = new ArrayList<String>();
        for (var phase : requireNonNull((Map<?, ?>) spec.get("phases")).values()) {
            for (var command : requireNonNull((List<?>) ((Map<?, ?>) phase).get("commands"))) {
                assertThat(command).isInstanceOf(String.class);
                all.add((String) command);
            }
        }
        return all;
    }
}
