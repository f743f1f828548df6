package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Mode;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of the files that programs were seen with.
class FileLearningTest {
    private static final Instant NOW = ProfileBuilder.START.plusSeconds(7_200);
    private static final String JAVA = "/opt/jre/bin/java";
    private static final String SHELL = "/usr/bin/dash";

    private static Learning.Learnt learn(Profile profile) {
        var empty = Learning.first(ProfileBuilder.IMAGE, Optional.empty(), NOW);
        return Learning.next(profile, empty, NOW);
    }

    private static Learning.Learnt learn(Behaviour... usual) {
        return learn(new ProfileBuilder().usual(usual).profile());
    }

    private static Judge blocking(Policy policy) {
        return new Judge(policy.with(Modes.all(Mode.BLOCK), NOW));
    }

    @Test
    void foldsUploadsAndSaysWhatThatGrants() {
        var builder = new ProfileBuilder();
        for (var name : List.of("a", "bb", "c-1", "d", "e_e", "f", "g", "h")) {
            builder.usual(Behaviours.create(JAVA, "/srv/in/" + name + ".png"));
        }

        var learnt = learn(builder.profile());

        assertThat(learnt.policy().rules())
                .extracting(Rule::grant)
                .containsExactly(
                        new Grant.File(
                                JAVA,
                                Set.of(Access.CREATE, Access.WRITE, Access.DELETE),
                                "/srv/in/{name}.png"));
        assertThat(learnt.widenings())
                .singleElement()
                .satisfies(widening -> {
                    assertThat(widening.seen()).isEqualTo(8);
                    assertThat(widening.unseen())
                            .contains(
                                    "8 different ones", "writing to and removing what it creates");
                });
        var judge = blocking(learnt.policy());
        assertThat(judge.allows(Behaviours.create(JAVA, "/srv/in/new.png"))).isTrue();
        assertThat(judge.allows(Behaviours.create(JAVA, "/srv/in/new.jsp"))).isFalse();
        assertThat(judge.allows(Behaviours.create(JAVA, "/srv/new.png"))).isFalse();
    }

    @Test
    void takesNamesThatLookLikeWordsByChanceForWhatTheyAre() {
        var letters = IntStream.range(0, 26).mapToObj(i -> "word" + (char) ('a' + i) + "s");
        var looks =
                Stream.concat(letters, Stream.of("{hex}", "{number}", "abcde{number}", "{temp}"));
        var created =
                looks.map(each ->
                        new Behaviour.FileAccess(
                                JAVA, Access.CREATE, "/srv/cache/" + each + ".part"));
        var written = new Behaviour.FileAccess(JAVA, Access.WRITE, "/srv/cache/{temp}.part");
        var names = Stream.concat(created, Stream.of(written)).toArray(Behaviour[]::new);

        var learnt = learn(names);

        assertThat(learnt.policy().rules())
                .extracting(rule -> ((Grant.File) rule.grant()).path())
                .containsExactly("/srv/cache/{temp}.part");
        assertThat(learnt.leftOut()).isZero();
        var judge = blocking(learnt.policy());
        assertThat(names).allMatch(judge::allows);
        assertThat(
                        judge.allows(
                                new Behaviour.FileAccess(
                                        JAVA, Access.CREATE, "/srv/cache/a-b.part")))
                .isFalse();
    }

    @Test
    void takesNoNameForChanceOfWhichMoreIsDone() {
        var learnt =
                learn(
                        new Behaviour.FileAccess(JAVA, Access.CREATE, "/srv/cache/{temp}"),
                        new Behaviour.FileAccess(JAVA, Access.CREATE, "/srv/cache/server"),
                        new Behaviour.FileAccess(JAVA, Access.ATTRIBUTES, "/srv/cache/server"));

        assertThat(learnt.policy().rules())
                .extracting(rule -> ((Grant.File) rule.grant()).path())
                .containsExactlyInAnyOrder("/srv/cache/{temp}", "/srv/cache/server");
    }

    @Test
    void leavesFewSiblingsAsTheyAre() {
        var builder = new ProfileBuilder();
        IntStream.range(0, 7)
                .forEach(i -> builder.usual(Behaviours.create(JAVA, "/srv/in/n" + i + "x")));

        assertThat(learn(builder.profile()).widenings())
                .extracting(Widening::unseen)
                .containsOnly("writing to and removing what it creates");
    }

    @Test
    void makesOneRuleOfFilesOfWhichFewWereWrittenToAgain() {
        var builder = new ProfileBuilder();
        var names = List.of("ada", "bob", "cleo", "dora", "emil", "finn", "gina", "hugo");
        names.forEach(name -> builder.usual(Behaviours.create(JAVA, "/srv/carts/" + name)));
        builder.usual(new Behaviour.FileAccess(JAVA, Access.WRITE, "/srv/carts/dora"));

        var judge = blocking(learn(builder.profile()).policy());

        assertThat(judge.allows(new Behaviour.FileAccess(JAVA, Access.WRITE, "/srv/carts/ida")))
                .isTrue();
        assertThat(judge.allows(new Behaviour.FileAccess(JAVA, Access.RENAME, "/srv/carts/ida")))
                .isFalse();
    }

    @Test
    void letsAProgramWriteToAndRemoveWhatItMayCreateAndNothingElse() {
        var builder = new ProfileBuilder();
        builder.usual(Behaviours.create(JAVA, "/run/shop.pid"));
        builder.usual(new Behaviour.FileAccess(JAVA, Access.WRITE, "/var/log/shop.log"));

        var learnt = learn(builder.profile());

        var judge = blocking(learnt.policy());
        assertThat(judge.allows(new Behaviour.FileAccess(JAVA, Access.DELETE, "/run/shop.pid")))
                .isTrue();
        assertThat(judge.allows(new Behaviour.FileAccess(JAVA, Access.WRITE, "/run/shop.pid")))
                .isTrue();
        assertThat(judge.allows(new Behaviour.FileAccess(SHELL, Access.WRITE, "/run/shop.pid")))
                .isFalse();
        assertThat(judge.allows(new Behaviour.FileAccess(SHELL, Access.DELETE, "/run/shop.pid")))
                .isFalse();
        assertThat(judge.allows(new Behaviour.FileAccess(JAVA, Access.DELETE, "/var/log/shop.log")))
                .isFalse();
        assertThat(judge.allows(new Behaviour.FileAccess(JAVA, Access.RENAME, "/run/shop.pid")))
                .isFalse();
        assertThat(learnt.policy().rules())
                .extracting(rule -> rule.provenance().note().orElse(""))
                .containsExactlyInAnyOrder(
                        "grants unseen: writing to and removing what it creates", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/x/",
                "/usr/share/",
                "/usr/bin/",
                "/usr/lib/x/y/z/",
                "/usr/local/lib/python3.11/x/",
                "/usr/local/tomcat/",
                "/usr/local/tomcat/lib/",
                "/usr/local/tomcat/conf/",
                "/usr/local/tomcat/webapps/ROOT/WEB-INF/",
                "/opt/tomcat/lib/",
                "/opt/tomcat/bin/",
                "/opt/tomcat/conf/",
                "/app/node_modules/x/",
                "/app/.git/",
                "/srv/app/venv/site-packages/x/",
                "/bin/",
                "/lib/",
                "/root/",
                "/srv/app/.ssh/",
                "/proc/self/",
                "/"
            })
    void neverFoldsUnderAProtectedPath(String directory) {
        var builder = new ProfileBuilder();
        IntStream.range(0, 50)
                .forEach(i -> builder.usual(Behaviours.create(JAVA, directory + "n" + i + "x")));

        assertThat(learn(builder.profile()).policy().rules()).hasSize(50);
        assertThat(learn(builder.profile()).widenings())
                .extracting(Widening::unseen)
                .noneMatch(unseen -> unseen.contains("other names"));
    }

    @Test
    void neverFoldsReadsOfSecrets() {
        var builder = new ProfileBuilder();
        IntStream.range(0, 50)
                .forEach(i ->
                        builder.usual(
                                new Behaviour.FileAccess(
                                        JAVA, Access.READ, "/srv/keys/n" + i + "x.key")));

        assertThat(learn(builder.profile()).widenings()).isEmpty();
        assertThat(learn(builder.profile()).policy().rules()).hasSize(50);
    }
}
