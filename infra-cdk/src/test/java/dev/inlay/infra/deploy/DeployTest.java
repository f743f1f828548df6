package dev.inlay.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.infra.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// `./inlay deploy --check`, as the launcher starts it.
class DeployTest {
    @TempDir private Path home = Path.of("");

    private final StringWriter said = new StringWriter();

    private int deploy(String lint, String... more) {
        var arguments =
                new ArrayList<>(List.of("--check", "--home", home.toString(), "--lint", lint));
        arguments.addAll(List.of(more));
        var writer = new PrintWriter(said, true);
        return Deploy.run(writer, writer, arguments.toArray(String[]::new));
    }

    @Test
    @EnabledIfSystemProperty(
            named = "inlay.cfn-lint",
            matches = ".+",
            disabledReason =
                    "-Dinlay.cfn-lint says where cfn-lint is; ./inlay test unit sets it up")
    void synthesisesLintsAndSaysWhatThatMeansWithoutAnAccount() throws IOException {
        Home.build(home);
        var out = home.resolve("out");

        int code = deploy(System.getProperty("inlay.cfn-lint", ""), "--out", out.toString());

        assertThat(said.toString())
                .contains("What is made", "What you grant", "What it costs in a month")
                .contains("Templates: " + out + " (cfn-lint has nothing to say of them)");
        assertThat(code).isZero();
        assertThat(out.resolve("Inlay.template.json")).isNotEmptyFile();
    }

    /// A program that finds fault stands for cfn-lint: what it says decides.
    @Test
    void failsWhenCfnLintFindsFault() throws IOException {
        Home.build(home);

        assertThat(deploy("false")).isEqualTo(1);
        assertThat(said.toString()).contains("cfn-lint finds fault");
    }

    @Test
    void saysWhatWasNotBuilt() {
        assertThat(deploy("true")).isEqualTo(1);
        assertThat(said.toString()).contains("inlay-policy-eval-lambda.jar", "'./inlay build'");
    }

    @Test
    void saysWhichSettingsAreNone() throws IOException {
        Home.build(home);
        var settings = Files.writeString(home.resolve("settings"), "alertMail = a@b.example\n");

        assertThat(deploy("true", "--settings", settings.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("there is no setting 'alertMail'");
    }

    @Test
    void explainsItself() {
        assertThat(deploy("true", "--nonsense")).isEqualTo(2);
        assertThat(said.toString()).contains("Usage: ./inlay deploy");
    }
}
