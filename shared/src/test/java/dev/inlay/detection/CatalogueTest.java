package dev.inlay.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Access;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Drift;
import dev.inlay.behaviour.Protocol;
import dev.inlay.behaviour.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {
    private static Behaviour.Exec drifted(Drift drift) {
        return new Behaviour.Exec(
                "/srv/x",
                "/a",
                List.of("x"),
                0,
                false,
                false,
                Optional.empty(),
                Optional.of(drift));
    }

    private static Behaviour.Exec fromOutside(boolean terminal) {
        return new Behaviour.Exec(
                "/usr/bin/healthcheck",
                "",
                List.of("healthcheck"),
                0,
                terminal,
                true,
                Optional.empty(),
                Optional.empty());
    }

    private static Behaviour call(String name) {
        return new Behaviour.Privilege("/x", name, "");
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("X01", drifted(Drift.WRITTEN)),
                Arguments.of("X03", drifted(Drift.MEMORY)),
                Arguments.of("X03", drifted(Drift.DELETED)),
                Arguments.of("X04", drifted(Drift.DEVICE)),
                Arguments.of("X08", fromOutside(true)),
                Arguments.of("P03", call("ptrace")),
                Arguments.of("P05", call("unshare")),
                Arguments.of("P06", call("mount")),
                Arguments.of("P07", call("finit_module")),
                Arguments.of("P08", call("bpf")),
                Arguments.of("P09", call("io_uring_setup")),
                Arguments.of("P15", new Behaviour.Tamper("/x", "kill", "SIGKILL")),
                Arguments.of("P16", call("open_by_handle_at")),
                Arguments.of("P17", new Behaviour.Mismatch("/x", Domain.PROCESS, "execve", "")),
                Arguments.of("F23", Behaviours.create("/x", "/etc/ld.so.preload")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void findsWhatIsBadWhateverThePolicySays(String id, Behaviour behaviour) {
        for (var verdict : Verdict.values()) {
            assertThat(Catalogue.detect(behaviour, verdict)).map(Detection::id).contains(id);
        }
        assertThat(Catalogue.neverLearnt(behaviour)).isTrue();
    }

    static Stream<Arguments> beyond() {
        return Stream.of(
                Arguments.of("X05", Behaviours.exec("/usr/bin/dash", "/opt/java", "sh")),
                Arguments.of("X15", Behaviours.exec("/usr/bin/curl", "/opt/java", "curl")),
                Arguments.of("F04", new Behaviour.FileAccess("/x", Access.READ, "/etc/shadow")),
                Arguments.of("N02", Behaviours.reach("/x", "169.254.170.2", 80)),
                Arguments.of("N04", new Behaviour.Listen("/x", Protocol.TCP, "::", 4444)),
                Arguments.of("N05", new Behaviour.SocketUse("/x", "packet", "raw")),
                Arguments.of("N05", new Behaviour.SocketUse("/x", "inet", "raw")),
                Arguments.of("N17", new Behaviour.SocketUse("/x", "vsock", "stream")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beyond")
    void findsWhatIsGraveOnlyBeyondThePolicy(String id, Behaviour behaviour) {
        assertThat(Catalogue.detect(behaviour, Verdict.ALLOWED)).isEmpty();
        assertThat(Catalogue.detect(behaviour, Verdict.RECORDED)).map(Detection::id).contains(id);
        assertThat(Catalogue.neverLearnt(behaviour)).isFalse();
    }

    static Stream<Behaviour> harmless() {
        return Stream.of(
                fromOutside(false),
                Behaviours.exec("/usr/bin/dash", "/usr/bin/bash", "sh"),
                Behaviours.create("/x", "/etc/ld.so.cache"),
                new Behaviour.FileAccess("/x", Access.READ, "/etc/passwd"),
                new Behaviour.SocketUse("/x", "netlink", "raw"),
                Behaviours.connect("/x", "database", 5432),
                call("setuid"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void findsNothingInWhatServicesDo(Behaviour behaviour) {
        assertThat(Catalogue.detect(behaviour, Verdict.BLOCKED)).isEmpty();
    }

    @Test
    void givesEachEntryItsOwnIdAndTechniques() {
        assertThat(Catalogue.ALL).extracting(Detection::id).doesNotHaveDuplicates();
        assertThat(Catalogue.ALL)
                .allSatisfy(each ->
                        assertThat(each.techniques())
                                .isNotEmpty()
                                .allMatch(id -> id.matches("T\\d{4}(\\.\\d{3})?")));
    }

    @Test
    void listsEveryDetectionThatItFinds() {
        var found =
                Stream.concat(bad(), beyond())
                        .map(each -> (String) each.get()[0])
                        .distinct()
                        .sorted()
                        .toList();

        assertThat(Catalogue.ALL.stream().map(Detection::id).sorted().toList()).isEqualTo(found);
    }
}
