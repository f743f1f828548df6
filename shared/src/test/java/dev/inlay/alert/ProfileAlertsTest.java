package dev.inlay.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Drift;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.behaviour.Mode;
import dev.inlay.behaviour.Verdict;
import dev.inlay.document.Examples;
import dev.inlay.policy.Grant;
import dev.inlay.policy.Judge;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policy;
import dev.inlay.policy.PolicyDocument;
import dev.inlay.policy.Provenance;
import dev.inlay.policy.Rule;
import dev.inlay.profile.FrameProfile;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileBuilder;
import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileAlertsTest {
    private static final Instant NOW = ProfileBuilder.START.plusSeconds(7_200);
    private static final String JAVA = "/opt/jre/bin/java";
    private static final String SHELL = "/usr/bin/dash";

    private static List<Alert> alerts(ProfileBuilder builder) {
        return ProfileAlerts.of(builder.profile(), Optional.empty(), NOW);
    }

    private static Profile frame() {
        var frame = FrameReader.read(Examples.text("frame.json")).stored("the example");
        return FrameProfile.of(frame, frame.to());
    }

    private static List<Alert> ofFrame() {
        return ProfileAlerts.of(frame(), Optional.empty(), Instant.parse("2026-01-02T03:05:00Z"));
    }

    @Test
    void tellsTheWholeStoryOfAnExploit() {
        var alert =
                ofFrame().stream()
                        .filter(each -> each.verdict() == Verdict.BLOCKED)
                        .filter(each -> each.behaviour() instanceof Behaviour.Exec)
                        .findFirst()
                        .orElseThrow();

        assertThat(alert.title())
                .isEqualTo(
                        "/opt/jre/bin/java tried to start /usr/bin/dash with sh -c \"cat /etc/passwd\","
                                + " which this image never did");
        assertThat(alert.testimony().ancestry()).hasSize(2);
        assertThat(alert.testimony().because()).contains("with other arguments");
        assertThat(alert.detection()).map(each -> each.id()).contains("X05");
        assertThat(alert.source()).isEqualTo("shop/web:1.4");
    }

    @Test
    void saysOfADroppedProgramThatDidNotStartThatItDidNot() {
        var dropped =
                new Behaviour.Exec(
                        "/srv/evil",
                        JAVA,
                        List.of("evil", "-x"),
                        1000,
                        false,
                        false,
                        Optional.empty(),
                        Optional.of(Drift.WRITTEN));
        var builder = new ProfileBuilder();
        builder.told(dropped, Verdict.BLOCKED, List.of("evil", "-x"));

        assertThat(alerts(builder))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.title())
                            .isEqualTo(
                                    JAVA
                                            + " tried to start /srv/evil with evil -x,"
                                            + " which was written after the container started");
                    assertThat(alert.detection()).map(each -> each.id()).contains("X01");
                });
    }

    @Test
    void givesTheMinimalRuleThatWouldAllowItAndNothingElse() {
        var alert =
                ofFrame().stream()
                        .filter(each -> each.behaviour() instanceof Behaviour.Exec)
                        .filter(each -> each.verdict() == Verdict.BLOCKED)
                        .findFirst()
                        .orElseThrow();
        var missing = alert.missing().orElseThrow();

        var policy =
                "{\"version\":1,\"image\":\"%s\",\"policyVersion\":1,\"created\":\"2026-01-01T00:00:00.000Z\",\"modes\":%s,%s"
                        .formatted(
                                alert.image(),
                                Modes.all(Mode.BLOCK).write(),
                                missing.substring(1)
                                        .replace("{\"path\"", "{\"id\":\"p\",\"path\""));
        var judge = new Judge(PolicyDocument.read(policy).stored("it"));

        assertThat(judge.allows(alert.behaviour())).isTrue();
        assertThat(judge.allows(Behaviours.exec(SHELL, JAVA, "sh", "-c", "id"))).isFalse();
    }

    @Test
    void tellsAHundredCommandsThroughOneShellOnce() {
        var builder = new ProfileBuilder();
        for (int i = 0; i < 100; i++) {
            builder.saw(
                    "s-1",
                    Behaviours.exec(SHELL, JAVA, "sh", "-c", "id " + i),
                    Verdict.BLOCKED,
                    i,
                    1);
        }

        assertThat(alerts(builder))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.count()).isBetween(50L, 200L);
                    assertThat(alert.containers()).isEqualTo(1);
                    assertThat(alert.last()).isEqualTo(ProfileBuilder.START.plusSeconds(99 * 60));
                });
    }

    @Test
    void remembersEachCommandOfOneShell() {
        var builder = new ProfileBuilder();
        for (var command : List.of("id", "whoami", "cat /etc/passwd")) {
            builder.told(
                    Behaviours.exec(SHELL, JAVA, "sh", "-c", command),
                    Verdict.BLOCKED,
                    List.of("sh", "-c", command));
        }

        assertThat(alerts(builder))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.testimony().example()).contains("cat /etc/passwd");
                    assertThat(alert.others())
                            .extracting(Part::exactly)
                            .containsExactly("sh -c whoami", "sh -c id");
                });
    }

    @Test
    void saysNothingOfWhatIsAllowed() {
        assertThat(alerts(new ProfileBuilder().usual(Behaviours.exec(SHELL, JAVA, "sh"))))
                .isEmpty();
    }

    @Test
    void saysNothingOfAHealthCheck() {
        var check =
                new Behaviour.Exec(
                        "/usr/bin/curl",
                        "",
                        List.of("curl", "-f", "http://127.0.0.1:{number}/"),
                        0,
                        false,
                        true,
                        Optional.empty(),
                        Optional.empty());

        assertThat(alerts(new ProfileBuilder().usual(check))).isEmpty();
    }

    @Test
    void tellsATerminalSessionOnceWithAllThatIsDoneInIt() {
        var text =
                Examples.text("frame.json")
                        .replaceFirst("\"verdict\": \"blocked\"", "\"verdict\": \"recorded\"")
                        .replaceFirst("\"process\": 2", "\"process\": 3");
        var frame = FrameReader.read(text).stored("the example");
        var session = frame.session();
        var builder =
                new ProfileBuilder()
                        .saw(session, Behaviours.terminal("/usr/bin/curl"), Verdict.ALLOWED, 1, 1)
                        .saw("s-2", Behaviours.terminal("/usr/bin/bash"), Verdict.BLOCKED, 1, 1);
        var inSession =
                FrameProfile.of(frame, NOW).entries().values().stream()
                        .filter(each -> each.behaviour() instanceof Behaviour.Exec)
                        .filter(each ->
                                each.testimonies().values().stream()
                                        .anyMatch(one -> one.because().contains("other arguments")))
                        .findFirst()
                        .orElseThrow();
        var both =
                builder.profile()
                        .merge(
                                new Profile(
                                        ProfileBuilder.IMAGE,
                                        Optional.empty(),
                                        Map.of(inSession.behaviour().key(), inSession)));

        var alerts = ProfileAlerts.of(both, Optional.empty(), NOW);

        assertThat(alerts)
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.detection()).map(each -> each.id()).contains("X08");
                    assertThat(alert.parts().values()).hasSize(3);
                });
    }

    @Test
    void saysNothingOfWhatAPersonAllowed() {
        var attach = new Behaviour.Privilege("/usr/bin/gdb", "ptrace", "PTRACE_ATTACH");
        var builder = new ProfileBuilder().saw("s-1", attach, Verdict.ALLOWED, 1, 1);
        assertThat(alerts(builder)).hasSize(1);

        var rule =
                new Rule(
                        "mine",
                        Optional.empty(),
                        Provenance.person(NOW, "our debugger"),
                        new Grant.Privilege("/usr/bin/gdb", "ptrace", "PTRACE_ATTACH"));
        var policy =
                new Policy(ProfileBuilder.IMAGE, 2, NOW, Modes.all(Mode.RECORD), List.of(rule));

        assertThat(ProfileAlerts.of(builder.profile(), Optional.of(policy), NOW)).isEmpty();
    }

    @Test
    void isRaisedOnceHoweverOftenItIsEvaluated() {
        var alerts = new Alerts(new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC)));
        var builder =
                new ProfileBuilder()
                        .saw("s-1", Behaviours.exec(SHELL, JAVA, "sh"), Verdict.BLOCKED, 1, 1);

        var raised = alerts.raise(alerts(builder).getFirst()).now();
        assertThat(Alerts.isDue(raised)).isTrue();
        alerts.told(raised, NOW);
        var again = alerts.raise(alerts(builder).getFirst()).now();

        assertThat(Alerts.isDue(again)).isFalse();
        assertThat(again.count()).isEqualTo(1);
        assertThat(alerts.all().alerts()).containsExactly(again);
        assertThat(alerts.get(again.image(), again.fingerprint())).contains(again);
    }

    @Test
    void isToldAgainWhenItComesBackAfterADay() {
        var alerts = new Alerts(new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC)));
        var shell = Behaviours.exec(SHELL, JAVA, "sh");
        var builder = new ProfileBuilder().saw("s-1", shell, Verdict.BLOCKED, 1, 1);
        alerts.told(alerts.raise(alerts(builder).getFirst()).now(), NOW);

        builder.saw("s-1", shell, Verdict.BLOCKED, 60 * 27, 1);
        var later = NOW.plus(Duration.ofHours(28));
        var again =
                alerts.raise(
                                ProfileAlerts.of(builder.profile(), Optional.empty(), later)
                                        .getFirst())
                        .now();

        assertThat(Alerts.isDue(again)).isTrue();
    }

    @Test
    void isStoredAsItIs() {
        for (var alert : ofFrame()) {
            assertThat(AlertDocument.read(AlertDocument.write(alert)).stored("it"))
                    .isEqualTo(alert);
        }
    }

    @Test
    void keepsControlCharactersOutOfTitles() {
        var text =
                Examples.text("frame.json")
                        .replaceFirst("\"cat /etc/passwd\"\n *]\n *}", "\"\\\\u001b[2J\"\n]\n}");
        assertThat(text).contains("u001b");
        var frame = FrameReader.read(text).stored("the example");

        assertThat(
                        ProfileAlerts.of(
                                FrameProfile.of(frame, frame.to()), Optional.empty(), frame.to()))
                .allSatisfy(alert ->
                        assertThat(alert.title().codePoints()).noneMatch(Character::isISOControl));
    }

    @Test
    void isADetectionFindingForOthers() {
        for (var alert : ofFrame()) {
            var finding = DetectionFinding.of(alert);

            assertThat(finding.path("class_uid").asInt()).isEqualTo(2004);
            assertThat(finding.path("type_uid").asInt()).isEqualTo(200_401);
            assertThat(finding.path("finding_info").path("uid").asText())
                    .isEqualTo(alert.fingerprint());
            assertThat(finding.path("severity_id").asInt()).isBetween(2, 5);
        }
        var exploit = DetectionFinding.of(ofFrame().getFirst());
        assertThat(exploit.at("/evidences/0/process/cmd_line").isTextual()).isTrue();
    }
}
