package dev.inlay.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Damage;
import dev.inlay.document.Examples;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Unreadable;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A row of the runtime table that another version wrote, or that was damaged.
class UnreadableContainerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Container CONTAINER = container("s-1");
    private static final Container OTHER = container("s-2");
    private static final Digest IMAGE = CONTAINER.image();
    private static final Key PLACE = new Key("container#" + IMAGE, "s-1");

    private final Table table = new MemoryTable(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Containers containers = new Containers(table);

    private static Container container(String session) {
        var frame = (ObjectNode) Examples.tree("frame.json");
        frame.put("session", session);
        return Container.of(FrameReader.read(frame).stored("the example"), NOW);
    }

    private static String changed(Consumer<ObjectNode> change) {
        var tree = ContainerDocument.tree(CONTAINER);
        change.accept(tree);
        return Json.write(tree);
    }

    static Stream<String> damaged() {
        var whole = ContainerDocument.write(CONTAINER);
        return Stream.of(
                "",
                "{",
                "[]",
                "7",
                "{}",
                whole.substring(0, whole.length() / 2),
                ContainerDocument.write(OTHER),
                changed(tree -> tree.put("version", 2)),
                changed(tree -> tree.remove("version")),
                changed(tree -> tree.remove("lastHeard")),
                changed(tree -> tree.put("lastHeard", 7)),
                changed(tree -> tree.put("image", "sha256:1")),
                changed(tree -> tree.put("image", Digest.ofText("another").value())),
                changed(tree -> tree.put("sequence", -1)),
                changed(tree -> tree.putArray("container")),
                changed(tree -> tree.putObject("sensor").put("tier", "telepathy")));
    }

    @BeforeEach
    void hearOfTwo() {
        containers.heard(CONTAINER);
        containers.heard(OTHER);
        containers.remember(IMAGE, NOW);
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void hidesNoOtherAndIsMadeRightByItsNextFrame(String document) {
        table.write(Write.put(PLACE, document));

        assertThat(containers.all()).isEqualTo(containers.of(IMAGE));
        assertThat(containers.all().read()).containsExactly(OTHER);
        assertThat(containers.all().unreadable())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.key()).isEqualTo(PLACE);
                    assertThat(Containers.image(each)).isEqualTo(IMAGE);
                    assertThat(each.because()).isNotEmpty();
                });
        assertThat(containers.get(IMAGE, "s-1")).isEmpty();

        var heard = containers.heard(CONTAINER);

        assertThat(heard.now()).isEqualTo(CONTAINER);
        assertThat(heard.aside()).map(Unreadable::key).contains(PLACE);
        assertThat(containers.all().read()).containsExactly(CONTAINER, OTHER);
        assertThat(containers.all().unreadable()).isEmpty();
        assertThat(table.all(PLACE.partition(), "aside#"))
                .extracting(Row::document)
                .containsExactly(document);
        assertThat(containers.heard(CONTAINER).aside()).as("once").isEmpty();
    }

    @Test
    void letsNoDamageBreakMoreThanItself() {
        for (var document : Damage.of(ContainerDocument.write(CONTAINER))) {
            table.write(Write.put(PLACE, document));

            assertThat(containers.all().read()).as(document).contains(OTHER);
            assertThat(containers.heard(CONTAINER).now().session()).as(document).isEqualTo("s-1");
            assertThat(containers.all().unreadable()).as(document).isEmpty();
        }
    }

    /// What a later version adds is passed over by the ones before it.
    @Test
    void isReadWithFieldsThatNobodyKnowsYet() {
        var later =
                changed(tree -> {
                    tree.put("colour", "blue").putObject("more").put("deep", 1);
                    ((ObjectNode) tree.path("sensor")).put("mood", "good");
                });
        table.write(Write.put(PLACE, later));

        assertThat(containers.all().read()).containsExactly(CONTAINER, OTHER);
        assertThat(containers.all().unreadable()).isEmpty();
        assertThat(containers.heard(CONTAINER).aside()).isEmpty();
    }
}
