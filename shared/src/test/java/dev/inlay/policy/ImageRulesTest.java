package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.Protocol;
import dev.inlay.image.Digest;
import dev.inlay.image.Launch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void allowsWhatTheImageStarts() {
        var rules = ImageRules.of(launch("/srv/app-2/run", "--port=8080"));

        assertThat(
                        allows(
                                rules,
                                exec(
                                        "/srv/app-{number}/run",
                                        0,
                                        "/srv/app-2/run",
                                        "--port={number}")))
                .isTrue();
        assertThat(rules).allMatch(rule -> rule.provenance().source() == Source.IMAGE);
    }

    @Test
    void doesNotAllowAnotherProgramThatIsCalledLikeIt() {
        var rules = ImageRules.of(launch("/srv/run"));

        assertThat(allows(rules, exec("/usr/bin/bash", 0, "/srv/run"))).isFalse();
        assertThat(allows(rules, exec("/srv/run", 0, "/srv/run", "-c", "id"))).isFalse();
    }

    @Test
    void allowsItUnderTheUserItSaysOnly() {
        var numbered = ImageRules.of(launch(List.of("/srv/run"), "1000:1000", List.of()));
        var named = ImageRules.of(launch(List.of("/srv/run"), "shop", List.of()));

        assertThat(allows(numbered, exec("/srv/run", 1000, "/srv/run"))).isTrue();
        assertThat(allows(numbered, exec("/srv/run", 0, "/srv/run"))).isFalse();
        assertThat(allows(named, exec("/srv/run", 101, "/srv/run"))).isTrue();
    }

    @Test
    void looksForAProgramWhereTheImageWould() {
        var rules = ImageRules.of(launch("nginx", "-g", "daemon off;"));

        assertThat(allows(rules, exec("/usr/sbin/nginx", 0, "nginx", "-g", "daemon off;")))
                .isTrue();
        assertThat(allows(rules, exec("/opt/nginx", 0, "nginx", "-g", "daemon off;"))).isFalse();
    }

    @Test
    void findsBinWhereItIsALink() {
        var rules = ImageRules.of(launch("/bin/busybox", "httpd"));

        assertThat(allows(rules, exec("/usr/bin/busybox", 0, "/bin/busybox", "httpd"))).isTrue();
        assertThat(allows(rules, exec("/bin/busybox", 0, "/bin/busybox", "httpd"))).isTrue();
    }

    @Test
    void allowsTheHealthCheckFromOutsideOnly() {
        var rules =
                ImageRules.of(
                        new Launch(
                                List.of("/srv/run"),
                                List.of(),
                                "",
                                List.of(),
                                Optional.of(List.of("curl", "-f", "http://127.0.0.1:8080/"))));
        var arguments =
                List.of("curl", "-f", "http://{number}.{number}.{number}.{number}:{number}/");

        assertThat(allows(rules, exec("/usr/bin/curl", 33, true, arguments))).isTrue();
        assertThat(allows(rules, exec("/usr/bin/curl", 33, false, arguments))).isFalse();
    }

    @Test
    void allowsListeningOnThePortsItSays() {
        var rules =
                ImageRules.of(launch(List.of(), "", List.of("8080/tcp", "53/udp", "9000-9001")));

        assertThat(allows(rules, listen(Protocol.TCP, 8080))).isTrue();
        assertThat(allows(rules, listen(Protocol.UDP, 53))).isTrue();
        assertThat(allows(rules, listen(Protocol.TCP, 9001))).isTrue();
        assertThat(allows(rules, listen(Protocol.TCP, 4444))).isFalse();
        assertThat(allows(rules, listen(Protocol.UDP, 8080))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "/tcp",
                "99999/tcp",
                "132/sctp",
                "9-1",
                "0",
                "1-65535",
                "8080/tcp/x",
                "-1"
            })
    void makesNoRuleOfAPortThatIsNone(String port) {
        assertThat(ImageRules.of(launch(List.of(), "", List.of(port))).size())
                .isLessThanOrEqualTo(64);
        assertThat(
                        allows(
                                ImageRules.of(launch(List.of(), "", List.of(port))),
                                listen(Protocol.TCP, 0)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/tmp/x", "/proc/self/exe", "./run", "../run", "/srv/../bin/sh", "a/b"})
    void makesNoRuleForAProgramThatCouldBeAnything(String program) {
        assertThat(ImageRules.of(launch(program))).isEmpty();
    }

    @Test
    void makesRulesThatAPolicyCanHoldOfAnything() {
        var random = new Random(7);
        var rules =
                random.ints(200, 0, 40)
                        .mapToObj(length ->
                                ImageRules.of(launch("/" + text(random, length), text(random, 9))))
                        .flatMap(List::stream)
                        .distinct()
                        .toList();

        var policy = new Policy(Digest.ofText("x"), 1, NOW, Modes.all(Mode.BLOCK), rules);

        assertThat(PolicyDocument.read(PolicyDocument.write(policy)).stored("it"))
                .isEqualTo(policy);
    }

    private static String text(Random random, int length) {
        return random.ints(length, 0, 8)
                .mapToObj(i -> List.of("{", "}", "{any}", "{tree}", "a", "7", " ", "é").get(i))
                .reduce("", String::concat);
    }

    private static boolean allows(List<Rule> rules, Behaviour behaviour) {
        return new Judge(new Policy(Digest.ofText("x"), 1, NOW, Modes.all(Mode.BLOCK), rules))
                .allows(behaviour);
    }

    private static Behaviour exec(String program, long user, String... arguments) {
        return exec(program, user, false, List.of(arguments));
    }

    private static Behaviour exec(
            String program, long user, boolean outside, List<String> arguments) {
        return new Behaviour.Exec(
                program, "", arguments, user, false, outside, Optional.empty(), Optional.empty());
    }

    private static Behaviour listen(Protocol protocol, int port) {
        return new Behaviour.Listen("/srv/run", protocol, "0.0.0.0", port);
    }

    private static Launch launch(String... arguments) {
        return launch(List.of(arguments), "", List.of());
    }

    private static Launch launch(List<String> arguments, String user, List<String> ports) {
        return new Launch(arguments, List.of(), user, ports, Optional.empty());
    }
}
