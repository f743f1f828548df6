package dev.inlay.instrument;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Decline;
import dev.inlay.image.LazyLoading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `docs/images.md` says what the code does, and every test it names is there.
class ImagesDocumentTest {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern CODE_OF_A_ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");
    private static final Pattern TEST =
            Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`(?: \\(([a-z0-9-, ]+)\\))?");

    private static final List<String> MODULES = List.of("shared", "functions", "local", "e2e");

    private static final List<Path> tests = new ArrayList<>();
    private static String document;

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(HOME.resolve("docs/images.md"));
        for (var module : MODULES) {
            try (var files = Files.walk(HOME.resolve(module))) {
                files.filter(file -> file.toString().contains("/src/test/java/"))
                        .forEach(tests::add);
            }
        }
    }

    @Test
    void listsEveryReasonForWhichAnImageIsDeclinedAndNoOther() {
        var rows = CODE_OF_A_ROW.matcher(document).results().map(row -> row.group(1)).toList();

        assertThat(rows)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Decline.values()).map(Decline::code).toList());
        assertThat(document).contains("`" + LazyLoading.LOST + "`");
    }

    @Test
    void namesOnlyTestsThatExist() throws IOException {
        var missing = new ArrayList<String>();
        var named = TEST.matcher(document).results().toList();
        for (var test : named) {
            if (!exists(test)) {
                missing.add(test.group());
            }
        }

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(missing).isEmpty();
    }

    @Test
    void showsEveryCaseByATest() {
        var cases =
                document.lines()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| case"))
                        .filter(line -> !line.startsWith("| code "))
                        .dropWhile(line -> !line.startsWith("| entrypoint and command"))
                        .collect(toSet());

        assertThat(cases).hasSizeGreaterThan(50).allMatch(line -> TEST.matcher(line).find());
    }

    /// The class, its method, and the cases in brackets, each somewhere in quotes.
    private static boolean exists(MatchResult named) throws IOException {
        var cases =
                named.group(3) == null ? List.<String>of() : List.of(named.group(3).split(", "));
        for (var file : testsNamed(named.group(1))) {
            var text = Files.readString(file);
            var beside = new StringBuilder(text);
            for (var companion : List.of("Form.java", "Builder.java")) {
                var path = file.resolveSibling(companion);
                beside.append(Files.exists(path) ? Files.readString(path) : "");
            }
            if ((named.group(2) == null || text.contains("void " + named.group(2) + "("))
                    && cases.stream().allMatch(each -> beside.indexOf("\"" + each + "\"") >= 0)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> testsNamed(String name) {
        return tests.stream().filter(file -> file.endsWith(name + ".java")).toList();
    }
}
