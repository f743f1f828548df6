package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Mode;
import dev.inlay.profile.ProfileBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of arguments that vary, and what an attacker may put in their place.
class ArgumentLearningTest {
    private static final Instant NOW = ProfileBuilder.START.plusSeconds(7_200);
    private static final String JAVA = "/opt/jre/bin/java";
    private static final String SHELL = "/usr/bin/dash";
    private static final String CONVERT = "/usr/bin/convert";
    private static final List<String> NAMES =
            List.of("alpha", "kqzwtb", "carbon", "d-d", "echo", "f_1", "{hex}", "hotel");

    private static Judge learn(String program, Function<String, List<String>> arguments) {
        var builder = new ProfileBuilder();
        for (var name : NAMES) {
            var list = arguments.apply(name).toArray(String[]::new);
            builder.usual(Behaviours.exec(program, JAVA, list));
        }
        var empty = Learning.first(ProfileBuilder.IMAGE, Optional.empty(), NOW);
        var policy = Learning.next(builder.profile(), empty, NOW).policy();
        assertThat(policy.rules()).hasSize(1);
        return new Judge(policy.with(Modes.all(Mode.BLOCK), NOW));
    }

    private static boolean allows(Judge judge, String program, String... arguments) {
        return judge.allows(Behaviours.exec(program, JAVA, arguments));
    }

    @Test
    void keepsWhatIsAroundNames() {
        var judge = learn(CONVERT, name -> List.of("convert", "/srv/in/up-" + name + ".png"));

        assertThat(allows(judge, CONVERT, "convert", "/srv/in/up-new.png")).isTrue();
        assertThat(
                        Stream.of(
                                "/srv/in/new.png",
                                "/srv/in/up-new.jpg",
                                "/srv/in/up-new",
                                "/srv/in/up-new.png.php",
                                "/srv/in/up-new.php.png",
                                "/srv/in/up-../new.png",
                                "/srv/in/../up-new.png",
                                "/srv/out/up-new.png",
                                "up-new.png",
                                "-/srv/in/up-new.png",
                                "@/srv/in/up-new.png",
                                "/srv/in/up-a b.png",
                                "/srv/in/up-.png"))
                .noneMatch(argument -> allows(judge, CONVERT, "convert", argument));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-rf",
                "--output=x",
                "-",
                "a/b",
                "/etc/passwd",
                "..",
                "../x",
                "a.php",
                "a=b",
                "@args",
                "+x",
                "%s",
                "evil:443",
                "a@evil.example.org",
                "http://evil",
                "a b",
                "a;id",
                "a|id",
                "a&id",
                "a>b",
                "$(id)",
                "`id`",
                "a\nid",
                "a*",
                "~root",
                "'a'",
                "é",
                "",
                "{byte:0a}",
                "{long:0123456789abcdef}"
            })
    void namesStandForNamesOnly(String attack) {
        var plain = learn(CONVERT, name -> List.of("convert", name));
        var shell = learn(SHELL, name -> List.of("sh", "-c", "convert " + name + " x"));

        assertThat(allows(plain, CONVERT, "convert", "new")).isTrue();
        assertThat(allows(shell, SHELL, "sh", "-c", "convert new x")).isTrue();
        assertThat(allows(plain, CONVERT, "convert", attack)).isFalse();
        assertThat(allows(shell, SHELL, "sh", "-c", "convert " + attack + " x")).isFalse();
    }

    @Test
    void namesMakeNoFurtherArgument() {
        var judge = learn(CONVERT, name -> List.of("convert", name));

        assertThat(allows(judge, CONVERT, "convert", "new", "new")).isFalse();
        assertThat(allows(judge, CONVERT, "convert")).isFalse();
        assertThat(allows(judge, CONVERT, "sh", "new")).isFalse();
    }

    @Test
    void signsAreLearntWhereTheyWereSeen() {
        var judge = learn(CONVERT, name -> List.of("convert", name + "@x:" + name));

        assertThat(allows(judge, CONVERT, "convert", "new@x:new")).isTrue();
        assertThat(allows(judge, CONVERT, "convert", "-new@x:new")).isFalse();
        assertThat(allows(judge, CONVERT, "convert", "new@x:/new")).isFalse();
        assertThat(allows(judge, CONVERT, "convert", "new@x:new;id")).isFalse();
    }

    @Test
    void whatVariesTogetherKeepsItsEndings() {
        var judge =
                learn(
                        SHELL,
                        name ->
                                List.of(
                                        "sh",
                                        "-c",
                                        "djpeg -outfile /srv/out/"
                                                + name
                                                + ".ppm /srv/in/"
                                                + name
                                                + ".jpg"));

        assertThat(allows(judge, SHELL, "sh", "-c", "djpeg -outfile /srv/out/a.ppm /srv/in/b.jpg"))
                .isTrue();
        assertThat(
                        Stream.of(
                                "djpeg -outfile /srv/out/a.php /srv/in/b.jpg",
                                "djpeg -outfile /srv/out/a.php.ppm /srv/in/b.jpg",
                                "djpeg -outfile /srv/out/a.ppm /srv/in/b.txt",
                                "djpeg -outfile /srv/out/../a.ppm /srv/in/b.jpg",
                                "djpeg -outfile /srv/out/a.ppm /srv/in/b.jpg; id",
                                "djpeg -outfile /srv/out/a.ppm /srv/in/$(id).jpg",
                                "djpeg -outfile /srv/out/-a.ppm -x.jpg"))
                .noneMatch(line -> allows(judge, SHELL, "sh", "-c", line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/srv/jobs/%s.py", "%s.sh", "x=/srv/%s.jar", "/opt/app/lib/%s", "lib/%s"})
    void scriptsAndLibrariesAreNoData(String argument) {
        var builder = new ProfileBuilder();
        NAMES.forEach(name ->
                builder.usual(Behaviours.exec(CONVERT, JAVA, "run", argument.formatted(name))));
        var empty = Learning.first(ProfileBuilder.IMAGE, Optional.empty(), NOW);

        var policy = Learning.next(builder.profile(), empty, NOW).policy();

        assertThat(policy.rules()).hasSize(NAMES.size());
    }
}
