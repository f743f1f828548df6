package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Mode;
import dev.inlay.profile.ProfileBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where applications keep what they write, wherever the image put them, beside what must never be
/// written by a rule for data.
class DataFolderLearningTest {
    private static final Instant NOW = ProfileBuilder.START.plusSeconds(7_200);
    private static final String JAVA = "/opt/java/openjdk/bin/java";
    private static final List<String> NAMES =
            List.of("alpha", "b", "carbon", "d-d", "echo", "f_1", "golf", "hotel");

    private static Policy learn(Stream<String> created) {
        var builder = new ProfileBuilder();
        created.forEach(path -> builder.usual(Behaviours.create(JAVA, path)));
        var empty = Learning.first(ProfileBuilder.IMAGE, Optional.empty(), NOW);
        return Learning.next(builder.profile(), empty, NOW).policy();
    }

    private static Stream<String> uploads(String directory, String ending) {
        return NAMES.stream().map(name -> directory + name + ending);
    }

    private static List<String> paths(Policy policy) {
        return policy.rules().stream()
                .map(rule -> ((Grant.File) rule.grant()).path())
                .sorted()
                .toList();
    }

    private static boolean creates(Policy policy, String path) {
        return new Judge(policy.with(Modes.all(Mode.BLOCK), NOW))
                .allows(Behaviours.create(JAVA, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/local/tomcat/work/Catalina/localhost/ROOT/",
                "/usr/local/tomcat/temp/",
                "/usr/local/tomcat/webapps/ROOT/uploads/",
                "/usr/local/apache2/logs/",
                "/usr/share/elasticsearch/data/",
                "/usr/share/nginx/html/uploads/",
                "/usr/src/app/uploads/",
                "/opt/sonarqube/data/",
                "/opt/",
                "/app/uploads/",
                "/app/",
                "/srv/",
                "/var/lib/ghost/content/",
                "/var/www/html/uploads/"
            })
    void learnsUploadsAndNothingElseOfTheirFolder(String uploads) {
        var policy = learn(uploads(uploads, ".png"));

        assertThat(paths(policy)).containsExactly(uploads + "{name}.png");
        assertThat(creates(policy, uploads + "new.png")).isTrue();
        assertThat(creates(policy, uploads + "{hex}.png")).isTrue();
        assertThat(
                        Stream.of(
                                "shell.jsp",
                                "shell.php",
                                "shell.png.jsp",
                                "shell.jsp.png",
                                "shell.png{byte:00}.jsp",
                                "evil.jar",
                                "evil.so",
                                "evil.py",
                                "{hex}.jsp",
                                "new.jpg",
                                "new",
                                ".png",
                                ".htaccess",
                                "..",
                                "../new.png",
                                "x/new.png",
                                "a b.png",
                                "a;b.png",
                                "a{{b.png",
                                "é.png"))
                .noneMatch(name -> creates(policy, uploads + name));
        assertThat(Stream.of("/usr/bin/new.png", "/usr/local/tomcat/lib/new.png", "/new.png"))
                .noneMatch(path -> creates(policy, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".jsp", ".JSP", ".jspx", ".php", ".pHp5", ".phtml", ".jar", ".war", ".class", ".so",
                ".so.1", ".so.{number}", ".py", ".pyc", ".sh", ".pl", ".cgi", ".rb", ".js", ".node"
            })
    void neverLearnsMoreCodeThanItSaw(String ending) {
        for (var folder : List.of("/srv/in/", "/usr/local/tomcat/webapps/ROOT/", "/app/x/")) {
            var policy = learn(uploads(folder, ending));

            assertThat(paths(policy))
                    .hasSize(NAMES.size())
                    .noneMatch(path -> path.contains("{name}"));
            assertThat(creates(policy, folder + "alpha" + ending)).isTrue();
            assertThat(creates(policy, folder + "shell" + ending)).isFalse();
        }
    }

    @Test
    void foldsTheFoldersOfCompiledPagesWhoseNamesAreHashes() {
        var folders = Stream.of("0a", "1b", "2c", "3d", "4e", "5f", "6a", "aa");
        var policy = learn(folders.map(folder -> "/var/www/cache/" + folder + "/{hex}.php"));

        assertThat(paths(policy)).containsExactly("/var/www/cache/{name}/{hex}.php");
        assertThat(creates(policy, "/var/www/cache/bb/{hex}.php")).isTrue();
        assertThat(creates(policy, "/var/www/cache/bb/shell.php")).isFalse();
        assertThat(creates(policy, "/var/www/cache/bb/{temp}.php")).isFalse();
        assertThat(creates(policy, "/var/www/cache/../{hex}.php")).isFalse();
        assertThat(creates(policy, "/var/www/cache/{hex}.php")).isFalse();
    }

    @Test
    void keepsEachEndingThatWasSeen() {
        var policy =
                learn(
                        Stream.of(
                                        "a.png", "b.png", "c.png", "d.png", "e.jpg", "f.jpg",
                                        "g.pdf", "README", "h.jsp")
                                .map(name -> "/srv/in/" + name));

        assertThat(paths(policy))
                .containsExactly(
                        "/srv/in/README",
                        "/srv/in/g.pdf",
                        "/srv/in/h.jsp",
                        "/srv/in/{name}.jpg",
                        "/srv/in/{name}.png");
    }

    @Test
    void givesUpEndingsThatVaryAsNamesDoButLetsNoneBeCode() {
        var policy =
                learn(
                        IntStream.range(0, 12)
                                .mapToObj(i -> (char) ('a' + i))
                                .map(c -> "/srv/in/" + c + c + "." + c + "zq"));

        assertThat(paths(policy)).containsExactly("/srv/in/{any}");
        assertThat(creates(policy, "/srv/in/xx.yzq")).isTrue();
        assertThat(creates(policy, "/srv/in/shell.jsp")).isFalse();
    }

    @Test
    void learnsNamesAsPeopleWriteThem() {
        var policy =
                learn(
                        Stream.of(
                                        "my photo",
                                        "a b",
                                        "beach (1)",
                                        "größe",
                                        "写真",
                                        "Tom & Jane's",
                                        "[draft] x",
                                        "report")
                                .map(name -> "/srv/in/" + name + ".png"));

        assertThat(paths(policy)).containsExactly("/srv/in/{any}.png");
        assertThat(creates(policy, "/srv/in/Überblick (neu).png")).isTrue();
        assertThat(
                        Stream.of(
                                "my photo.jsp",
                                "a;b.png",
                                "a$b.png",
                                "a`b.png",
                                "a|b.png",
                                "x/a b.png",
                                "a\nb.png",
                                "a{byte:ff}b.png"))
                .noneMatch(name -> creates(policy, "/srv/in/" + name));
    }

    @Test
    void learnsWhatIsHiddenUntilItIsWhole() {
        var policy =
                learn(
                        NAMES.stream()
                                .flatMap(name ->
                                        Stream.of(
                                                "/srv/in/" + name + "/.part-{number}",
                                                "/srv/avatars/." + name + ".tmp")));

        assertThat(paths(policy))
                .containsExactly("/srv/avatars/.{name}.tmp", "/srv/in/{name}/.part-{number}");
        assertThat(creates(policy, "/srv/in/new/.part-{number}")).isTrue();
        assertThat(creates(policy, "/srv/avatars/.new.tmp")).isTrue();
        assertThat(Stream.of("/srv/in/new/.bashrc", "/srv/in/new/.part-x", "/srv/avatars/.bashrc"))
                .noneMatch(path -> creates(policy, path));
    }

    @Test
    void putsNothingHiddenTogetherWithOtherNames() {
        var endings = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        var policy =
                learn(
                        Stream.concat(
                                endings.stream().map(each -> "/srv/in/" + each + "." + each),
                                NAMES.stream().map(name -> "/srv/in/." + name + ".tmp")));

        assertThat(paths(policy)).containsExactly("/srv/in/.{name}.tmp", "/srv/in/{any}");
    }

    @ParameterizedTest
    @ValueSource(strings = {".bashrc", ".ssh/key", ".profile-x", ".{temp}", ".config/x.tmp"})
    void learnsNothingHiddenForAnotherFolder(String hidden) {
        var policy = learn(uploads("/srv/home/", "/" + hidden));

        assertThat(paths(policy)).hasSize(NAMES.size());
        assertThat(creates(policy, "/srv/home/new/" + hidden)).isFalse();
    }

    @Test
    void keepsWordsThatAllNamesShare() {
        var policy =
                learn(
                        NAMES.stream()
                                .flatMap(name ->
                                        Stream.of(
                                                "/srv/a/thumb-" + name + "-small.png",
                                                "/srv/b/_" + name + ".cfs",
                                                "/srv/c/spool." + name,
                                                "/srv/d/{uuid}-" + name)));

        assertThat(paths(policy))
                .containsExactly(
                        "/srv/a/thumb-{name}-small.png",
                        "/srv/b/_{name}.cfs",
                        "/srv/c/spool.{name}",
                        "/srv/d/{uuid}-{name}");
    }

    @Test
    void keepsNoWordThatMayBeTheDay() {
        var policy =
                learn(
                        NAMES.stream()
                                .flatMap(name ->
                                        Stream.of(
                                                "/srv/a/02T03-" + name,
                                                "/srv/b/01hv8" + name.charAt(0))));

        assertThat(paths(policy)).containsExactly("/srv/a/{name}", "/srv/b/{name}");
    }

    @Test
    void foldsNumbersThatAreGluedToAWordAfterTheSameEvidence() {
        var seven = IntStream.range(0, 7).mapToObj(i -> "/srv/in/report" + i + ".pdf").toList();
        var policy = learn(Stream.concat(seven.stream(), Stream.of("/srv/in/report17.pdf")));

        assertThat(paths(learn(seven.stream()))).isEqualTo(seven);
        assertThat(paths(policy)).containsExactly("/srv/in/report{name}.pdf");
        assertThat(creates(policy, "/srv/in/report4711.pdf")).isTrue();
        assertThat(creates(policy, "/srv/in/invoice17.pdf")).isFalse();
        assertThat(creates(policy, "/srv/in/report17.jsp")).isFalse();
    }

    @Test
    void neverLearnsNamesWithoutAnEndingBesideAProgramThatRan() {
        var builder = new ProfileBuilder();
        builder.usual(Behaviours.exec("/srv/app/server", JAVA, "server"));
        NAMES.forEach(name ->
                builder.usual(
                        Behaviours.create(JAVA, "/srv/app/" + name),
                        Behaviours.create(JAVA, "/srv/app/" + name + ".log"),
                        Behaviours.create(JAVA, "/srv/in/" + name)));
        var empty = Learning.first(ProfileBuilder.IMAGE, Optional.empty(), NOW);

        var policy = Learning.next(builder.profile(), empty, NOW).policy();

        assertThat(creates(policy, "/srv/app/server")).isFalse();
        assertThat(creates(policy, "/srv/app/alpha")).isTrue();
        assertThat(creates(policy, "/srv/app/new.log")).isTrue();
        assertThat(creates(policy, "/srv/in/server")).isTrue();
    }

    @Test
    void learnsOnlyWhatIsDoneToTheFiles() {
        var policy = learn(uploads("/usr/local/tomcat/work/", ".tmp"));
        var judge = new Judge(policy.with(Modes.all(Mode.BLOCK), NOW));

        for (var access : Access.values()) {
            boolean granted =
                    access == Access.CREATE
                            || access == Access.WRITE
                            || access == Access.DELETE
                            || access == Access.READ;
            assertThat(
                            judge.allows(
                                    new Behaviour.FileAccess(
                                            JAVA, access, "/usr/local/tomcat/work/new.tmp")))
                    .as(access.word())
                    .isEqualTo(granted);
        }
        assertThat(judge.allows(Behaviours.create("/usr/bin/dash", "/usr/local/tomcat/work/a.tmp")))
                .isFalse();
    }
}
