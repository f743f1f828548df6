package dev.inlay.ingest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.aws.lambda.NoContext;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.Verdict;
import dev.inlay.document.Examples;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileEntry;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Tables;
import dev.inlay.storage.Write;
import dev.inlay.time.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryIngestHandlerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final CountingTable profilesTable = new CountingTable(new MemoryTable(CLOCK));
    private final MemoryTable runtime = new MemoryTable(CLOCK);
    private final Tables tables =
            new Tables(new MemoryTable(CLOCK), profilesTable, runtime, new MemoryTable(CLOCK));
    private final MemoryQueue queue = new MemoryQueue();
    private final TelemetryIngestHandler handler =
            new TelemetryIngestHandler(tables, queue, Pace.EXACT, CLOCK);

    /// Counts writes, and fails them when told to.
    private static final class CountingTable implements Table {
        private final Table table;
        private int writes;
        private boolean broken;

        private CountingTable(Table table) {
            this.table = table;
        }

        @Override
        public Optional<Row> get(Key key) {
            return table.get(key);
        }

        @Override
        public List<Row> query(String partition, String prefix, Optional<String> after, int limit) {
            return table.query(partition, prefix, after, limit);
        }

        @Override
        public boolean transact(List<Write> all) {
            if (broken) {
                throw new TransientFailure("store-busy", "writing: the store is busy");
            }
            writes += all.size();
            return table.transact(all);
        }
    }

    private static ObjectNode frame() {
        return (ObjectNode) Examples.tree("frame.json");
    }

    private static ObjectNode message(ObjectNode frame) {
        var message = frame.objectNode();
        message.set("session", frame.path("session"));
        message.set("image", frame.path("image"));
        message.set("frame", frame);
        return message;
    }

    private List<String> deliver(JsonNode... messages) {
        return deliver(handler, List.of(messages));
    }

    private static List<String> deliver(
            TelemetryIngestHandler to, List<? extends JsonNode> messages) {
        var event = new SQSEvent();
        event.setRecords(
                IntStream.range(0, messages.size())
                        .mapToObj(i -> {
                            var message = new SQSEvent.SQSMessage();
                            message.setMessageId("m" + i);
                            message.setBody(messages.get(i).toString());
                            return message;
                        })
                        .toList());
        return to.handleRequest(event, new NoContext()).getBatchItemFailures().stream()
                .map(each -> each.getItemIdentifier())
                .toList();
    }

    private Profile profile() {
        return new Profiles(tables.profiles()).of(image());
    }

    private static Digest image() {
        return new Digest(frame().path("image").asText());
    }

    private List<String> rejections() {
        return runtime.all("rejected#2026-01-02", "").stream().map(Row::document).toList();
    }

    @Test
    void storesWhatAFrameShows() {
        assertThat(deliver(message(frame()))).isEmpty();

        assertThat(profile().entries()).hasSize(frame().path("behaviours").size());
        var blocked =
                profile().entries().values().stream()
                        .filter(each -> each.testimonies().containsKey(Verdict.BLOCKED))
                        .filter(each -> each.behaviour() instanceof Behaviour.Exec)
                        .findFirst()
                        .orElseThrow();
        var testimony = requireNonNull(blocked.testimonies().get(Verdict.BLOCKED));
        assertThat(testimony.example()).containsExactly("sh", "-c", "cat /etc/passwd");
        assertThat(testimony.ancestry())
                .extracting(each -> each.program())
                .containsExactly("/opt/jre/lib/jspawnhelper", "/opt/jre/bin/java");
        var container = new Containers(runtime).all().read().getFirst();
        assertThat(container.policy().version()).isEqualTo(4);
        assertThat(queue.take(QueueName.EVALUATE))
                .containsExactly("{\"image\":\"" + image() + "\"}");
    }

    @Test
    void costsNoWriteAndTellsNobodyWhenNothingChanged() {
        deliver(message(frame()));
        queue.take(QueueName.EVALUATE);
        var before = profile();
        int writes = profilesTable.writes;

        deliver(message(frame()), message(frame()));

        assertThat(profilesTable.writes).isEqualTo(writes);
        assertThat(profile()).isEqualTo(before);
        assertThat(queue.take(QueueName.EVALUATE)).isEmpty();
    }

    @Test
    void doesNotCareAboutRepetitionAndOrder() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var frames = new ArrayList<ObjectNode>();
        for (int i = 1; i < 20; i++) {
            var frame = frame().put("sequence", i);
            for (var entry : frame.path("behaviours")) {
                ((ObjectNode) entry).put("count", 50 + i).put("minutes", 1 + i);
            }
            frames.add(message(frame));
        }
        deliver(frames.toArray(JsonNode[]::new));
        var inOrder = profile();
        var other =
                new Tables(
                        new MemoryTable(), new MemoryTable(), new MemoryTable(), new MemoryTable());
        frames.addAll(frames.subList(0, 7));
        Collections.shuffle(frames, random);

        for (var frame : frames) {
            deliver(new TelemetryIngestHandler(other, queue, Pace.EXACT, CLOCK), List.of(frame));
        }

        assertThat(new Profiles(other.profiles()).of(image()))
                .as("seed %d", seed)
                .isEqualTo(inOrder);
    }

    @Test
    void writesHigherCountsOfKnownThingsSeldomWhereWritesAreBilled() {
        var thrifty = new TelemetryIngestHandler(tables, queue, Pace.THRIFTY, CLOCK);
        deliver(thrifty, List.of(message(frame())));
        int writes = profilesTable.writes;
        var later = frame();
        for (var entry : later.path("behaviours")) {
            if (entry.path("verdict").asText().equals("allowed")
                    && entry.path("minutes").asInt() > 3) {
                ((ObjectNode) entry).put("count", 5_000).put("last", "2026-01-02T03:05:00.000Z");
            }
        }

        deliver(thrifty, List.of(message(later)));

        assertThat(profilesTable.writes).isEqualTo(writes);
    }

    @Test
    void countsAllContainersAlthoughItWritesOnlyTheFirstAtOnceWhereWritesAreBilled() {
        var now = new SettableClock(NOW);
        var thrifty = new TelemetryIngestHandler(tables, queue, Pace.THRIFTY, now);
        for (int i = 0; i < 20; i++) {
            deliver(thrifty, List.of(message(frame().put("session", "s-" + i))));
        }
        int behaviours = frame().path("behaviours").size();
        assertThat(profilesTable.writes).as("of 20 times as many").isLessThan(7 * behaviours);

        now.set(NOW.plus(Duration.ofMinutes(15)));
        deliver(thrifty, List.of(message(frame().put("session", "s-20"))));

        assertThat(profile().entries().values())
                .allSatisfy(entry -> assertThat(entry.evidence().containers()).isEqualTo(21));
    }

    @Test
    void countsEachContainerAtOnceWhereAWriteCostsNothing() {
        for (int i = 0; i < 20; i++) {
            deliver(message(frame().put("session", "s-" + i)));
        }

        assertThat(profile().entries().values())
                .allSatisfy(entry -> assertThat(entry.evidence().containers()).isEqualTo(20));
    }

    /// A person may be about to block, and what an image does as it stops is news.
    @Test
    void writesAtOnceThatAContainerWasWatchedToItsEndWhereWritesAreBilled() {
        var thrifty = new TelemetryIngestHandler(tables, queue, Pace.THRIFTY, CLOCK);
        deliver(thrifty, List.of(message(frame())));
        assertThat(profile().activity().orElseThrow().ended()).isFalse();

        deliver(thrifty, List.of(message(frame().put("sequence", 18).put("ended", true))));
        assertThat(profile().activity().orElseThrow().ended()).isTrue();

        deliver(thrifty, List.of(message(frame().put("session", "s-2"))));
        assertThat(profile().activity().orElseThrow().ended()).isTrue();
    }

    @Test
    void writesThatAContainerStillRunsSeldomWhereWritesAreBilled() {
        var now = new SettableClock(NOW);
        var heartbeats = new CountingTable(new MemoryTable(now));
        var thrifty =
                new TelemetryIngestHandler(
                        new Tables(tables.catalog(), profilesTable, heartbeats, tables.findings()),
                        queue,
                        Pace.THRIFTY,
                        now);
        deliver(thrifty, List.of(message(frame())));
        int atFirst = heartbeats.writes;
        int profileAtFirst = profilesTable.writes;

        for (int minute = 1; minute <= 3; minute++) {
            now.set(NOW.plusSeconds(60L * minute));
            deliver(thrifty, List.of(message(frame().put("sequence", 17 + minute))));
        }
        assertThat(heartbeats.writes).isEqualTo(atFirst);
        assertThat(profilesTable.writes).isEqualTo(profileAtFirst);

        var applied = frame().put("sequence", 30);
        ((ObjectNode) applied.path("policy")).put("version", 5);
        deliver(thrifty, List.of(message(applied)));
        assertThat(heartbeats.writes).as("somebody waits for this").isEqualTo(atFirst + 1);

        now.set(NOW.plus(Duration.ofMinutes(14)));
        deliver(thrifty, List.of(message(applied.put("sequence", 31))));
        assertThat(heartbeats.writes).isEqualTo(atFirst + 2);
        assertThat(profilesTable.writes).isGreaterThan(profileAtFirst);
        var session = frame().path("session").asText();
        var container = new Containers(heartbeats).get(image(), session).orElseThrow();
        assertThat(container.lastHeard()).isEqualTo(now.instant());
        assertThat(profile().activity().orElseThrow().heard().last()).isEqualTo(now.instant());
    }

    @Test
    void offersAgainWhatCouldNotBeWritten() {
        profilesTable.broken = true;
        assertThat(deliver(message(frame()), message(frame()))).containsExactly("m0", "m1");
        assertThat(queue.take(QueueName.EVALUATE)).isEmpty();
        profilesTable.broken = false;

        assertThat(deliver(message(frame()))).isEmpty();

        assertThat(queue.take(QueueName.EVALUATE)).hasSize(1);
    }

    @Test
    void tellsAgainWhatCouldNotBeToldAlthoughItWasWritten() {
        var told = new ArrayList<String>();
        Queue once =
                (name, body) -> {
                    told.add(body);
                    if (told.size() == 1) {
                        throw new TransientFailure("queue-busy", "sending: the queue is busy");
                    }
                };
        var to = new TelemetryIngestHandler(tables, once, Pace.EXACT, CLOCK);

        assertThat(deliver(to, List.of(message(frame())))).containsExactly("m0");
        assertThat(deliver(to, List.of(message(frame())))).isEmpty();

        assertThat(told).hasSize(2);
    }

    @Test
    void rejectsAFrameOfAnotherSessionOrImageAsForged() {
        var otherSession = message(frame()).put("session", "s-other");
        var otherImage = message(frame()).put("image", Digest.ofText("other").value());

        assertThat(deliver(otherSession, otherImage)).isEmpty();

        assertThat(profile().entries()).isEmpty();
        assertThat(rejections()).hasSize(2).allSatisfy(each -> assertThat(each).contains("forged"));
        assertThat(queue.take(QueueName.EVALUATE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "nonsense", "{\"frame\":{}}", "{\"session\":7}", ""})
    void parksGarbageAndNeverOffersItAgain(String body) {
        var event = new SQSEvent();
        var message = new SQSEvent.SQSMessage();
        message.setMessageId("m");
        message.setBody(body);
        event.setRecords(List.of(message, message, message));

        var answer = handler.handleRequest(event, new NoContext());

        assertThat(answer.getBatchItemFailures()).isEmpty();
        assertThat(rejections())
                .singleElement()
                .satisfies(each -> assertThat(each).contains("\"count\":3"));
    }

    @Test
    void takesTheGoodFramesOfABatchThatHoldsBadOnes() {
        assertThat(deliver(message(frame()).put("image", "x"), message(frame()))).isEmpty();

        assertThat(profile().entries()).isNotEmpty();
    }

    @Test
    void keepsTimesFromTheFutureOut() {
        var frame = frame();
        for (var entry : frame.path("behaviours")) {
            ((ObjectNode) entry).put("last", "2999-01-01T00:00:00.000Z");
        }

        deliver(message(frame));

        assertThat(profile().entries().values())
                .extracting(ProfileEntry::evidence)
                .allSatisfy(each -> assertThat(each.last()).isBefore(NOW.plusSeconds(301)));
    }
}
