package dev.inlay.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Claims;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Images;
import dev.inlay.image.Order;
import dev.inlay.image.Push;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is stored and cannot be read keeps no other push from being taken.
class DamagedCatalogTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final Digest FIRST = Digest.ofText("first");
    private static final Digest SECOND = Digest.ofText("second");

    private final MemoryTable table = new MemoryTable();
    private final MemoryQueue queue = new MemoryQueue();
    private final FakeListing registry = new FakeListing();
    private final Enrolments enrolments = new Enrolments(table);
    private final Images images = new Images(table, CLOCK);

    @BeforeEach
    void enrol() {
        enrolments.put(Enrolment.of("shop/*"));
    }

    /// Nothing else waits for it, and it is made anew by being instrumented again.
    @Test
    void takesUpAgainAnImageThatCannotBeRead() {
        registry.with("shop/api", "1", SECOND).with("shop/web", "1", FIRST);
        scan(pushed("shop/api", "1", SECOND));
        assertThat(work()).hasSize(1);
        table.write(Write.put(new Key("image", "shop/api@" + SECOND), "{\"version\":1}"));

        assertThat(scan("{\"sweep\":true}"))
                .anyMatch(line -> line.contains("shop/api") && line.contains("was put aside"))
                .contains("queued shop/web:1@" + FIRST);

        assertThat(work())
                .containsExactlyInAnyOrder(
                        new Push("shop/api", "1", SECOND), new Push("shop/web", "1", FIRST));
        assertThat(images.get("shop/api", SECOND)).isPresent();
        assertThat(images.repositories()).containsExactly("shop/api", "shop/web");
    }

    /// A claim only keeps the same work from being done twice.
    @Test
    void takesUpWhatAClaimIsOfThatCannotBeRead() {
        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST));
        assertThat(work()).hasSize(1);
        table.write(Write.put(new Key("claim", "shop/web:1"), "{\"version\":1,"));

        scan(pushed("shop/web", "1", FIRST));
        scan(pushed("shop/web", "1", FIRST));

        assertThat(work()).hasSize(1);
    }

    /// What the one that cannot be read wants nobody knows; the one beside it wants all.
    @Test
    void leavesAloneOnlyWhatAnEnrolmentDecidesThatCannotBeRead() {
        registry.with("shop/web", "1", FIRST).with("shop/api", "1", SECOND);
        table.write(Write.put(new Key("enrolment", "shop/web"), "{\"version\":2}"));

        assertThatThrownBy(() -> scan(pushed("shop/web", "1", FIRST)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("enrol it again");
        scan(pushed("shop/api", "1", SECOND));
        assertThat(work()).containsExactly(new Push("shop/api", "1", SECOND));

        assertThat(scan("{\"sweep\":true}"))
                .filteredOn(line -> line.contains("enrol it again"))
                .singleElement()
                .asString()
                .startsWith("left for the next sweep: shop/web");
        enrolments.put(Enrolment.of("shop/web"));
        scan("{\"sweep\":true}");
        assertThat(work()).containsExactly(new Push("shop/web", "1", FIRST));
    }

    private List<String> scan(String body) {
        return new Scanner(
                        registry,
                        enrolments,
                        images,
                        new Claims(table, CLOCK),
                        queue,
                        Workforce.always(),
                        "1",
                        CLOCK)
                .scan(body);
    }

    private List<Push> work() {
        return queue.take(QueueName.INSTRUMENT).stream()
                .map(Order::parse)
                .map(Order::push)
                .toList();
    }

    private static String pushed(String repository, String tag, Digest digest) {
        return """
        {"detail-type":"ECR Image Action","time":"%s","detail":{"result":"SUCCESS","action-type":"PUSH",
        "repository-name":"%s","image-tag":"%s","image-digest":"%s"}}\
        """
                .formatted(CLOCK.instant(), repository, tag, digest);
    }
}
