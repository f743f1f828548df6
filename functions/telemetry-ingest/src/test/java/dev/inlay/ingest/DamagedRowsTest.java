package dev.inlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Containers;
import dev.inlay.document.Examples;
import dev.inlay.image.Digest;
import dev.inlay.log.Line;
import dev.inlay.profile.Profile;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Rejections;
import dev.inlay.storage.Aside;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is stored of an image and cannot be read keeps no frame from being taken.
class DamagedRowsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-02T03:04:06Z"), ZoneOffset.UTC);
    private static final ObjectNode FRAME = (ObjectNode) Examples.tree("frame.json");
    private static final Digest IMAGE = new Digest(FRAME.path("image").asText());

    private final Tables tables = MemoryTable.four(CLOCK);
    private final List<Line> lines = new ArrayList<>();

    /// A function that starts anew: what the one before remembered is gone.
    private void deliver() {
        var body = FRAME.objectNode();
        body.set("session", FRAME.path("session"));
        body.set("image", FRAME.path("image"));
        body.set("frame", FRAME);
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody(body.toString());
        var ingestion =
                new Ingestion(
                        tables,
                        new MemoryQueue(),
                        new Rejections(tables.runtime()),
                        Origin.envelope(),
                        Pace.EXACT,
                        CLOCK);
        assertThat(ingestion.take(List.of(message), lines::add)).isEmpty();
    }

    private Profile profile() {
        return new Profiles(tables.profiles()).of(IMAGE);
    }

    private static int damage(Table table, String partition, String document) {
        var rows = table.all(partition, "");
        rows.forEach(row -> table.write(Write.put(row.key(), document)));
        return rows.size();
    }

    private static long aside(Table table, String partition) {
        return table.all(partition, "").stream().map(Row::key).filter(Aside::is).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"version\":1,", "{\"version\":2}", "[]"})
    void keepNoFrameFromBeingTakenAndBeginAnew(String document) {
        deliver();
        var before = profile();
        var container = new Containers(tables.runtime()).all();
        lines.clear();
        int behaviours = damage(tables.profiles(), "profile#" + IMAGE, document);
        int containers = damage(tables.runtime(), "container#" + IMAGE, document);

        deliver();

        assertThat(profile().entries()).isEqualTo(before.entries());
        assertThat(profile().activity()).isEqualTo(before.activity());
        assertThat(new Containers(tables.runtime()).all()).isEqualTo(container);
        assertThat(aside(tables.profiles(), "profile#" + IMAGE)).isEqualTo(behaviours);
        assertThat(aside(tables.runtime(), "container#" + IMAGE)).isEqualTo(containers);
        assertThat(lines.stream().filter(line -> line.result() == Line.Result.REJECTED))
                .hasSize(behaviours + containers)
                .allSatisfy(line -> assertThat(line.text()).startsWith("put aside"));
        lines.clear();
        deliver();
        assertThat(lines).extracting(Line::result).containsExactly(Line.Result.DONE);
    }
}
