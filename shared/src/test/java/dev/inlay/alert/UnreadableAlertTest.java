package dev.inlay.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Verdict;
import dev.inlay.document.Damage;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.profile.ProfileBuilder;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A row of the findings table that another version wrote, or that was damaged.
class UnreadableAlertTest {
    private static final Instant NOW = ProfileBuilder.START.plusSeconds(3_600);
    private static final String JAVA = "/opt/jre/bin/java";
    private static final List<Alert> FOUND =
            ProfileAlerts.of(
                    new ProfileBuilder()
                            .saw(
                                    "s-1",
                                    Behaviours.exec("/usr/bin/dash", JAVA, "sh"),
                                    Verdict.BLOCKED,
                                    1,
                                    3)
                            .saw("s-1", Behaviours.connect(JAVA, "evil", 80), Verdict.BLOCKED, 1, 1)
                            .profile(),
                    Optional.empty(),
                    NOW);
    private static final Alert ALERT = FOUND.getFirst();

    private final Table table = new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Alerts alerts = new Alerts(table);

    private static String changed(Consumer<ObjectNode> change) {
        var tree = AlertDocument.tree(ALERT);
        change.accept(tree);
        return Json.write(tree);
    }

    static Stream<String> damaged() {
        return Stream.of(
                "",
                "{",
                "[]",
                "{}",
                "\"{\"",
                AlertDocument.write(ALERT).substring(0, 400),
                changed(tree -> tree.put("version", 2)),
                changed(tree -> tree.put("image", "sha256:1")),
                changed(tree -> tree.put("severity", "dreadful")),
                changed(tree -> tree.remove("behaviour")),
                changed(tree -> tree.putObject("parts").putObject("1")),
                changed(tree -> {
                    var part = tree.path("parts").elements().next();
                    tree.putObject("parts").set("no rank", part);
                }));
    }

    private static Key place(Alert alert) {
        return new Key("alert#" + alert.image(), alert.fingerprint());
    }

    private void damage(String document) {
        alerts.raise(ALERT);
        assertThat(table.write(Write.put(place(ALERT), document))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void isPutAsideAndBeginsAnew(String document) {
        damage(document);

        var raised = alerts.raise(ALERT);

        assertThat(raised.now()).isEqualTo(ALERT);
        assertThat(raised.aside()).isPresent();
        assertThat(alerts.get(ALERT.image(), ALERT.fingerprint())).contains(ALERT);
        assertThat(table.all("alert#" + ALERT.image(), "aside#"))
                .extracting(Row::document)
                .containsExactly(document);
        assertThat(alerts.raise(ALERT).aside()).as("once").isEmpty();
    }

    @Test
    void isNamedAndHidesNoOther() {
        FOUND.forEach(alerts::raise);
        damage("{");

        var before = alerts.all();
        alerts.raise(ALERT);
        var after = alerts.all();

        assertThat(before.alerts()).containsExactly(FOUND.getLast());
        assertThat(after.alerts()).containsExactlyInAnyOrderElementsOf(FOUND);
        for (var list : List.of(before, after)) {
            assertThat(list.unreadable())
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.image()).isEqualTo(ALERT.image());
                        assertThat(each.fingerprint()).isEqualTo(ALERT.fingerprint());
                        assertThat(each.because()).contains("not JSON");
                    });
        }
    }

    @Test
    void letsNoDamageBreakMoreThanItself() {
        FOUND.forEach(alerts::raise);
        for (var document : Damage.of(AlertDocument.write(ALERT))) {
            assertThat(table.write(Write.put(place(ALERT), document))).isTrue();

            assertThat(alerts.all().alerts()).as(document).contains(FOUND.getLast());
            alerts.told(alerts.raise(ALERT).now(), NOW);
            assertThat(alerts.all().alerts()).as(document).hasSize(FOUND.size());
        }
    }

    @Test
    void isTwoWhereTwoWereDamaged() {
        for (var document : List.of("{", "[]", "{")) {
            damage(document);
            alerts.raise(ALERT);
        }

        assertThat(table.all("alert#" + ALERT.image(), "aside#")).hasSize(2);
    }

    /// Where it cannot be replaced, it is no endless attempt.
    @Test
    void failsWhereItComesBackAtOnce() {
        damage("{");
        Table stubborn = new Stubborn(table);

        assertThatThrownBy(() -> new Alerts(stubborn).raise(ALERT))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("alert");
    }

    /// Gives no row up.
    private record Stubborn(Table table) implements Table {
        @Override
        public Optional<Row> get(Key key) {
            return table.get(key);
        }

        @Override
        public List<Row> query(
                String partition, String sortPrefix, Optional<String> after, int limit) {
            return table.query(partition, sortPrefix, after, limit);
        }

        @Override
        public boolean transact(List<Write> writes) {
            return writes.size() == 1 && table.transact(writes);
        }
    }
}
