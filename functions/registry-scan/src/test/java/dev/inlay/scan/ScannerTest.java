package dev.inlay.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Claims;
import dev.inlay.image.Decline;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Order;
import dev.inlay.image.Progress;
import dev.inlay.image.Protection;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScannerTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Digest FIRST = Digest.ofText("first");
    private static final Digest SECOND = Digest.ofText("second");

    private final MemoryTable table = new MemoryTable();
    private final MemoryQueue queue = new MemoryQueue();
    private final FakeListing registry = new FakeListing();
    private final Enrolments enrolments = new Enrolments(table);
    private final Images images = new Images(table, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void enrol() {
        enrolments.put(Enrolment.of("shop/*"));
    }

    @Test
    void putsAPushOfAnEnrolledRepositoryIntoTheQueue() {
        scan(pushed("shop/web", "1", FIRST, NOW));

        assertThat(work()).containsExactly(new Push("shop/web", "1", FIRST));
        assertThat(images.get("shop/web", FIRST))
                .map(Image::progress)
                .contains(new Progress.Queued());
    }

    @Test
    void doesSoOnceHoweverManyEventsCome() {
        for (int i = 0; i < 5; i++) {
            scan(pushed("shop/web", "1", FIRST, NOW.plusSeconds(i)));
        }

        assertThat(work()).hasSize(1);
    }

    @Test
    void leavesOtherRepositoriesAndItsOwnTagsAlone() {
        scan(pushed("other/web", "1", FIRST, NOW));
        scan(pushed("shop/web", "1-inlay", FIRST, NOW));
        scan(pushed("shop/web", "", FIRST, NOW));

        assertThat(work()).isEmpty();
    }

    @Test
    void followsATagThatMovesAndIgnoresLateEvents() {
        registry.with("shop/web", "latest", SECOND);
        scan(pushed("shop/web", "latest", SECOND, NOW.plusSeconds(2)));
        scan(pushed("shop/web", "latest", FIRST, NOW));
        assertThat(work()).containsExactly(new Push("shop/web", "latest", SECOND));

        registry.with("shop/web", "latest", FIRST);
        scan(pushed("shop/web", "latest", FIRST, NOW.plusSeconds(3)));
        assertThat(work()).containsExactly(new Push("shop/web", "latest", FIRST));
    }

    /// ECR tells whole seconds, and no clock is another's: without asking the registry, either
    /// order would count, again and again.
    @Test
    void believesTheRegistryWhenTimesDoNotTell() {
        registry.with("shop/web", "latest", SECOND);
        for (int replay = 0; replay < 3; replay++) {
            scan(pushed("shop/web", "latest", SECOND, NOW));
            scan(pushed("shop/web", "latest", FIRST, NOW));
        }
        assertThat(work()).containsExactly(new Push("shop/web", "latest", SECOND));

        registry.with("shop/web", "latest", FIRST);
        scan(pushed("shop/web", "latest", FIRST, NOW.minusSeconds(5)));
        assertThat(work()).containsExactly(new Push("shop/web", "latest", FIRST));
    }

    /// CNCF's registry tells of a manifest a moment before it writes its tag.
    @Test
    void looksAgainForATagThatMayNotHaveBeenWrittenYet() {
        registry.with("shop/web", "latest", FIRST);
        scan(pushed("shop/web", "latest", FIRST, NOW.minusSeconds(60)));
        work();
        registry.untagged("shop/web", SECOND);

        assertThatThrownBy(() -> scan(pushed("shop/web", "latest", SECOND, NOW)))
                .isInstanceOf(TransientFailure.class);
        assertThat(scan(pushed("shop/web", "latest", SECOND, NOW.minusSeconds(3))))
                .singleElement()
                .asString()
                .startsWith("overtaken");
        registry.with("shop/web", "latest", SECOND);
        scan(pushed("shop/web", "latest", SECOND, NOW));

        assertThat(work()).containsExactly(new Push("shop/web", "latest", SECOND));
    }

    @Test
    void startsAgainWhenATagWasDeletedAndPushedAgain() {
        scan(pushed("shop/web", "1", FIRST, NOW));
        scan(pushed("shop/web", "1", FIRST, NOW).replace("PUSH", "DELETE"));
        scan(pushed("shop/web", "1", FIRST, NOW.plusSeconds(9)));

        assertThat(work()).hasSize(2);
    }

    @Test
    void believesTheRegistryRatherThanALateDeletion() {
        scan(pushed("shop/web", "1", FIRST, NOW));
        registry.with("shop/web", "1", FIRST);

        scan(pushed("shop/web", "1", FIRST, NOW).replace("PUSH", "DELETE"));
        scan(pushed("shop/web", "1", FIRST, NOW.plusSeconds(9)));

        assertThat(work()).hasSize(1);
    }

    @Test
    void tellsThatAnOriginalIsGoneAndThatItCameBack() {
        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW));
        registry.without("shop/web", "1");
        scan(deleted("shop/web", "1", FIRST));
        assertThat(gone("shop/web", FIRST)).contains(NOW);
        assertThat(images.get("shop/web", FIRST).orElseThrow().tags()).isEmpty();

        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW.plusSeconds(9)));
        assertThat(gone("shop/web", FIRST)).isEmpty();
        assertThat(work()).hasSize(2);
    }

    @Test
    void keepsAnOriginalThatOnlyLostATag() {
        registry.with("shop/web", "2", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW));

        scan(deleted("shop/web", "1", FIRST));

        assertThat(gone("shop/web", FIRST)).isEmpty();
        assertThat(images.get("shop/web", FIRST).orElseThrow().tags()).isEmpty();
    }

    /// Which is how registries of the distribution tell it.
    @Test
    void understandsADeletionThatNamesNoTag() {
        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW));
        assertThat(scan(deleted("shop/web", "", FIRST)))
                .singleElement()
                .asString()
                .contains("still there");

        registry.without("shop/web", "1");
        scan(deleted("shop/web", "", FIRST));

        assertThat(gone("shop/web", FIRST)).contains(NOW);
        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW));
        assertThat(work()).hasSize(2);
    }

    @Test
    void sweepsUpDeletionsThatNoEventToldOf() {
        registry.with("shop/web", "1", FIRST)
                .with("shop/api", "1", SECOND)
                .untagged("shop/api", SECOND);
        scan("{\"sweep\":true}");
        registry.without("shop/web", "1").without("shop/api", "1");

        scan("{\"sweep\":true}");

        assertThat(gone("shop/web", FIRST)).contains(NOW);
        assertThat(gone("shop/api", SECOND)).isEmpty();
    }

    /// The deletion was told after the same image was there again, so that nobody released its
    /// claim.
    @Test
    void takesUpWhatWasMissedWhenItIsBack() {
        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW));
        images.declined(new Push("shop/web", "1", FIRST), Decline.SOURCE_GONE.because("x"));
        work();

        scan(pushed("shop/web", "1", FIRST, NOW.plusSeconds(1)));
        assertThat(work()).hasSize(1);

        images.declined(new Push("shop/web", "1", FIRST), Decline.SOURCE_GONE.because("x"));
        scan("{\"sweep\":true}");
        assertThat(work()).hasSize(1);
    }

    @Test
    void takesAnImageOutOfTheArchiveForOneThatWasPushed() {
        var restored =
                pushed("shop/web", "1", FIRST, NOW)
                        .replace(
                                "\"PUSH\"",
                                "\"UPDATE_STORAGE_CLASS\",\"target-storage-class\":\"STANDARD\"");

        scan(restored.replace("STANDARD", "ARCHIVE"));
        assertThat(work()).isEmpty();
        scan(restored);
        assertThat(work()).hasSize(1);
    }

    @Test
    void leavesExclusionsAloneHoweverItHearsOfThem() {
        enrolments.put(
                new Enrolment(
                        new Glob("shop/*"),
                        List.of(new Glob("v*")),
                        List.of(new Glob("shop/db*"), new Glob("*:*-debug")),
                        TagMapping.BESIDE,
                        Protection.RECORD));
        for (var tag : List.of("v1", "v1-debug", "latest")) {
            registry.with("shop/web", tag, FIRST).with("shop/db-main", tag, FIRST);
            scan(pushed("shop/web", tag, FIRST, NOW));
            scan(pushed("shop/db-main", tag, FIRST, NOW));
        }
        scan("{\"sweep\":true}");

        assertThat(work()).containsExactly(new Push("shop/web", "v1", FIRST));
    }

    @Test
    void doesByHandWhatWasDoneBeforeAndWhatIsNotEnrolled() {
        registry.with("shop/web", "1", FIRST).with("other/web", "2", SECOND);
        scan(pushed("shop/web", "1", FIRST, NOW));
        work();

        scan("{\"manual\":{\"repository\":\"shop/web\",\"tag\":\"1\"}}");
        scan("{\"manual\":{\"repository\":\"other/web\",\"tag\":\"2\"}}");
        var told = scan("{\"manual\":{\"repository\":\"other/web\",\"tag\":\"3\"}}");

        assertThat(orders())
                .containsExactly(
                        new Order(new Push("shop/web", "1", FIRST), true),
                        new Order(new Push("other/web", "2", SECOND), true));
        assertThat(told).containsExactly("not there: other/web:3");
    }

    @Test
    void sweepsUpWhatNoEventToldOf() {
        registry.with("shop/web", "1", FIRST)
                .with("shop/web", "1-inlay", SECOND)
                .with("shop/api", "1", SECOND)
                .with("other/web", "1", FIRST);

        scan("{\"sweep\":true}");
        assertThat(work())
                .containsExactlyInAnyOrder(
                        new Push("shop/web", "1", FIRST), new Push("shop/api", "1", SECOND));

        scan("{\"sweep\":true}");
        assertThat(work()).isEmpty();

        registry.with("shop/web", "1", SECOND);
        scan("{\"sweep\":true}");
        assertThat(work()).containsExactly(new Push("shop/web", "1", SECOND));
    }

    @Test
    void sweepsAgainOverWhatFailedOrGotLostButNotAtOnce() {
        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW));
        work();
        images.failed(new Push("shop/web", "1", FIRST), Step.PUSH, new Reason("x", "x"));

        scan("{\"sweep\":true}");
        assertThat(work()).isEmpty();

        scannerAt(NOW.plus(Duration.ofHours(2)), "1").scan("{\"sweep\":true}");
        assertThat(work()).hasSize(1);
    }

    @Test
    void publishesAgainWhatSomebodyDeleted() {
        registry.with("shop/web", "1", FIRST).with("shop/web", "1-inlay", SECOND);
        scan(pushed("shop/web", "1", FIRST, NOW));
        work();
        images.done(
                new Push("shop/web", "1", FIRST),
                List.of(),
                new Image.Published("1-inlay", SECOND, "1", NOW));
        scan("{\"sweep\":true}");
        assertThat(work()).isEmpty();

        registry.without("shop/web", "1-inlay");
        scan("{\"sweep\":true}");

        assertThat(work()).hasSize(1);
    }

    @Test
    void bringsANewSensorIntoWhatHasAnOlderOne() {
        registry.with("shop/web", "1", FIRST);
        scan(pushed("shop/web", "1", FIRST, NOW));
        work();

        scannerAt(NOW, "2").scan("{\"sweep\":true}");

        assertThat(work()).hasSize(1);
    }

    @Test
    void sweepsOnWhenOneRepositoryIsLocked() {
        registry.with("shop/api", "1", FIRST).with("shop/web", "1", FIRST);
        registry.lock("shop/api");

        var told = scan("{\"sweep\":true}");

        assertThat(work()).containsExactly(new Push("shop/web", "1", FIRST));
        assertThat(told).anyMatch(line -> line.contains("shop/api"));
    }

    private List<String> scan(String body) {
        return scannerAt(NOW, "1").scan(body);
    }

    private Scanner scannerAt(Instant now, String sensor) {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        return new Scanner(
                registry,
                enrolments,
                images,
                new Claims(table, clock),
                queue,
                Workforce.always(),
                sensor,
                clock);
    }

    private Optional<Instant> gone(String repository, Digest digest) {
        return images.get(repository, digest).orElseThrow().trail().gone();
    }

    private static String deleted(String repository, String tag, Digest digest) {
        return pushed(repository, tag, digest, NOW).replace("PUSH", "DELETE");
    }

    private List<Push> work() {
        return orders().stream().map(Order::push).toList();
    }

    private List<Order> orders() {
        return queue.take(QueueName.INSTRUMENT).stream().map(Order::parse).toList();
    }

    private static String pushed(String repository, String tag, Digest digest, Instant at) {
        return "{\"detail-type\":\"ECR Image Action\",\"time\":\""
                + at
                + "\",\"detail\":{\"result\":\"SUCCESS\",\"action-type\":\"PUSH\",\"repository-name\":\""
                + repository
                + "\",\"image-tag\":\""
                + tag
                + "\",\"image-digest\":\""
                + digest
                + "\"}}";
    }
}
