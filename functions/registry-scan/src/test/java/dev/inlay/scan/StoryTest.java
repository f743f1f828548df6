package dev.inlay.scan;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.inlay.image.Protection;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.Queue;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is pushed, moved and deleted in a repository, and whatever of it is told late, twice,
/// in another order or not at all, to functions that crash in between: what two sweeps leave is
/// what the registry has. The seed is the case's name.
class StoryTest {
    private static final List<String> TAGS = List.of("1", "2", "latest", "x-debug");
    private static final Glob WEB = new Glob("shop/web");

    private final MemoryTable table = new MemoryTable();
    private final MemoryQueue queue = new MemoryQueue();
    private final FakeListing registry = new FakeListing();
    private final List<String> untold = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private Random random = new Random(0);

    static LongStream seeds() {
        return LongStream.range(0, Boolean.getBoolean("inlay.long") ? 2_000 : 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void endsWithWhatTheRegistryHas(long seed) {
        random = new Random(seed);
        new Enrolments(table)
                .put(
                        new Enrolment(
                                WEB,
                                List.of(),
                                List.of(new Glob("*:*-debug")),
                                TagMapping.BESIDE,
                                Protection.RECORD));
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(4)) {
                case 0 -> change();
                case 1 -> work();
                default -> tell();
            }
            now = now.plusMillis(random.nextInt(700));
        }
        for (int sweep = 0; sweep < 2; sweep++) {
            now = now.plus(Duration.ofHours(2));
            assertThat(scanner(queue).scan("{\"sweep\":true}")).isNotNull();
            work();
        }

        requireSettled();
    }

    private void requireSettled() {
        var images = images();
        for (var tag : registry.tags("shop/web")) {
            var digest = registry.resolve("shop/web", tag).orElseThrow();
            var published =
                    images.get("shop/web", digest).map(Image::published).stream()
                            .anyMatch(all -> all.containsKey(tag));
            boolean covered = TagMapping.BESIDE.isSource(tag) && !tag.endsWith("-debug");
            assertThat(published).as(tag).isEqualTo(covered);
        }
        for (var image : images.allIn("shop/web")) {
            boolean there = registry.hasManifest("shop/web", image.digest());
            assertThat(there || image.trail().gone().isPresent()).as(image.toString()).isTrue();
            assertThat(image.trail().gone().isPresent() && isTagged(image.digest()))
                    .as(image.toString())
                    .isFalse();
        }
        assertThat(queue.take(QueueName.INSTRUMENT)).isEmpty();
    }

    private boolean isTagged(Digest digest) {
        return TAGS.stream()
                .filter(tag -> !tag.endsWith("-debug"))
                .map(tag -> registry.resolve("shop/web", tag))
                .anyMatch(there -> there.filter(digest::equals).isPresent());
    }

    /// A push moves or makes a tag; a deletion takes one away.
    private void change() {
        var tag = TAGS.get(random.nextInt(TAGS.size()));
        var there = registry.resolve("shop/web", tag);
        if (there.isPresent() && random.nextInt(3) == 0) {
            registry.without("shop/web", tag);
            tellLater("DELETE", random.nextBoolean() ? tag : "", there.get());
        } else {
            var digest = Digest.ofText("image " + random.nextInt(3));
            there.filter(_ -> random.nextBoolean())
                    .ifPresent(before -> registry.untagged("shop/web", before));
            registry.with("shop/web", tag, digest);
            tellLater("PUSH", tag, digest);
        }
    }

    /// In whole seconds, as ECR does; one in five never.
    private void tellLater(String action, String tag, Digest digest) {
        if (random.nextInt(5) != 0) {
            var at = Instant.ofEpochSecond(now.getEpochSecond());
            untold.add(
                    "{\"detail-type\":\"ECR Image Action\",\"time\":\"%s\",\"detail\":{\"result\":\"SUCCESS\",\"action-type\":\"%s\",\"repository-name\":\"shop/web\",\"image-tag\":\"%s\",\"image-digest\":\"%s\"}}"
                            .formatted(at, action, tag, digest));
        }
    }

    /// Any of those that were not told yet, and maybe again; some functions crash over it.
    private void tell() {
        if (untold.isEmpty()) {
            return;
        }
        var event = untold.get(random.nextInt(untold.size()));
        try {
            assertThat(scanner(random.nextInt(4) == 0 ? this::crash : queue).scan(event))
                    .isNotNull();
            if (random.nextInt(3) != 0) {
                untold.remove(event);
            }
        } catch (TransientFailure again) {
            assertThat(again.code()).isIn("crash", "claim-busy", "tag-early");
        }
    }

    private void crash(QueueName name, String body) {
        if (random.nextBoolean()) {
            queue.send(name, body);
        }
        throw new TransientFailure("crash", "sending: the function ends here");
    }

    /// What `instrument` does with what it finds in its queue.
    private void work() {
        for (var body : queue.take(QueueName.INSTRUMENT)) {
            var push = Order.parse(body).push();
            assertThat(push.tag()).doesNotEndWith("-inlay").doesNotEndWith("-debug");
            var there = registry.resolve("shop/web", push.tag());
            if (there.filter(push.digest()::equals).isPresent()) {
                publish(push);
            } else {
                var decline = there.isPresent() ? Decline.TAG_MOVED : Decline.SOURCE_GONE;
                images().declined(push, decline.because("x"));
                there.ifPresent(now ->
                        queue.send(
                                QueueName.INSTRUMENT,
                                new Order(new Push("shop/web", push.tag(), now), false).body()));
            }
        }
    }

    private void publish(Push push) {
        var twin = Digest.ofText("twin of " + push.digest());
        var tag = TagMapping.BESIDE.apply(push.tag());
        registry.with("shop/web", tag, twin);
        images().done(push, List.of(), new Image.Published(tag, twin, "1", now));
    }

    private Images images() {
        return new Images(table, clock());
    }

    private Scanner scanner(Queue to) {
        return new Scanner(
                registry,
                new Enrolments(table),
                images(),
                new Claims(table, clock()),
                to,
                Workforce.always(),
                "1",
                clock());
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }
}
