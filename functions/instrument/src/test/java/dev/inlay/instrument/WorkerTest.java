package dev.inlay.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Image;
import dev.inlay.image.ImageNews;
import dev.inlay.image.Images;
import dev.inlay.image.MediaType;
import dev.inlay.image.Order;
import dev.inlay.image.Progress;
import dev.inlay.image.Protection;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.Step;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.queue.QueueName;
import dev.inlay.queue.Rejections;
import dev.inlay.registry.Credentials;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.Faults;
import dev.inlay.registry.FaultyFront;
import dev.inlay.registry.LocalRegistry;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Write;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("registry")
class WorkerTest {
    private static final String REPOSITORY = "shop/web";

    @TempDir static Path directory;
    private static LocalRegistry server;

    private final MemoryTable table = new MemoryTable();
    private final MemoryQueue queue = new MemoryQueue();
    private final Images images = new Images(table, Clock.systemUTC());
    private final Enrolments enrolments = new Enrolments(table);
    private final List<String> log = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void writesDownWhatBecameOfTheImage() {
        var push = pushed("build-1", "a");
        enrolments.put(
                new Enrolment(
                        new Glob("shop/*"),
                        List.of(),
                        List.of(),
                        TagMapping.parse("build-*=release-*"),
                        Protection.RECORD));

        assertThat(handle(server.client(), wanted(push)).getBatchItemFailures()).isEmpty();

        var image = images.get(REPOSITORY, push.digest()).orElseThrow();
        assertThat(image.progress()).isEqualTo(new Progress.Done());
        assertThat(image.published()).containsOnlyKeys("build-1");
        var published = image.published().values().iterator().next();
        assertThat(published.tag()).isEqualTo("release-1");
        assertThat(images.having(published.digest())).containsExactly(image);
        assertThat(log).singleElement().asString().contains("release-1");
    }

    @Test
    void offersAgainWhatMayWorkLaterAndSaysWhereItStopped() throws Exception {
        var push = pushed("later", "b");
        try (var front = FaultyFront.before(server.address())) {
            front.next(
                    "POST",
                    "/blobs/uploads/",
                    Faults.answer(
                            429, Faults.error("TOOMANYREQUESTS", "slow"), "Retry-After", "600"));

            var response =
                    handle(Distribution.of(front.address(), Credentials.anonymous()), asked(push));

            assertThat(response.getBatchItemFailures())
                    .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
                    .containsExactly("0");
            assertThat(progress(push))
                    .isInstanceOfSatisfying(
                            Progress.Failed.class,
                            failed -> {
                                assertThat(failed.step()).isEqualTo(Step.PUSH);
                                assertThat(failed.reason().code()).isEqualTo("registry-throttled");
                            });
        }
    }

    @Test
    void takesOffTheQueueWhatNeverWillWork() throws Exception {
        var push = pushed("never", "c");
        try (var front = FaultyFront.before(server.address())) {
            front.from(0, Faults.answer(403, Faults.error("DENIED", "no")));

            var response =
                    handle(
                            Distribution.of(front.address(), Credentials.anonymous()),
                            asked(push),
                            "garbage");

            assertThat(response.getBatchItemFailures()).isEmpty();
            assertThat(progress(push)).isInstanceOf(Progress.Failed.class);
            assertThat(log)
                    .hasSize(2)
                    .last()
                    .asString()
                    .startsWith("rejected: reading an instrument message");
        }
    }

    @Test
    void turnsToWhatTheTagPointsAtNow() {
        var first = pushed("latest", "d");
        var second = pushed("latest", "e");

        handle(server.client(), asked(first));

        assertThat(queue.take(QueueName.INSTRUMENT)).containsExactly(asked(second));
        assertThat(progress(first)).isInstanceOf(Progress.Declined.class);
        assertThat(progress(second)).isEqualTo(new Progress.Queued());
    }

    @Test
    void leavesAloneWhatIsNotEnrolledAnyMore() {
        var push = pushed("late-debug", "f");
        enrolments.put(Enrolment.of("shop/*"));
        enrolments.put(
                new Enrolment(
                        new Glob("shop/*"),
                        List.of(),
                        List.of(new Glob("*:*-debug")),
                        TagMapping.BESIDE,
                        Protection.RECORD));

        handle(server.client(), wanted(push));

        assertThat(code(push)).isEqualTo("not-enrolled");
        assertThat(server.client().resolve(REPOSITORY, "late-debug-inlay")).isEmpty();
        assertThat(told).isEmpty();

        handle(server.client(), asked(push));

        assertThat(progress(push)).isEqualTo(new Progress.Done());
        assertThat(server.client().resolve(REPOSITORY, "late-debug-inlay")).isPresent();
    }

    /// Under which tag, and whether at all, nobody knows.
    @Test
    void failsOnlyWhatAnEnrolmentDecidesThatCannotBeRead() {
        var push = pushed("odd", "o");
        enrolments.put(Enrolment.of("shop/*"));
        table.write(Write.put(new Key("enrolment", REPOSITORY), "{"));

        handle(server.client(), wanted(push));
        handle(server.client(), asked(push));

        assertThat(progress(push))
                .isInstanceOfSatisfying(
                        Progress.Failed.class,
                        failed ->
                                assertThat(failed.reason().code())
                                        .isEqualTo("enrolment-unreadable"));
        assertThat(server.client().resolve(REPOSITORY, "odd-inlay")).isEmpty();
        enrolments.remove(new Glob(REPOSITORY));
        handle(server.client(), wanted(push));
        assertThat(progress(push)).isEqualTo(new Progress.Done());
    }

    @Test
    void tellsWhatBecameOfImagesThatShouldHaveASensor() {
        var good = pushed("good", "g");
        var broken =
                pushed(
                        "broken",
                        TestImage.of(MediaType.OCI_MANIFEST, "amd64", "{\"Entrypoint\":7}", 1));
        var chart = new Push(REPOSITORY, "never-there", Digest.ofText("nothing"));

        handle(server.client(), asked(good), asked(broken), asked(chart));

        assertThat(told)
                .containsExactly(
                        "instrumented " + good + " as good-inlay",
                        "failed " + broken + ": malformed");
    }

    private SQSBatchResponse handle(Distribution registry, String... bodies) {
        var instrument = new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone());
        var worker = new Worker(instrument, images, enrolments, queue, news(), Clock.systemUTC());
        var messages = new ArrayList<SQSMessage>();
        for (var body : bodies) {
            var message = new SQSMessage();
            message.setMessageId(Integer.toString(messages.size()));
            message.setBody(body);
            messages.add(message);
        }
        var event = new SQSEvent();
        event.setRecords(messages);
        return new InstrumentHandler(worker, new Rejections(table), Clock.systemUTC())
                .handleRequest(event, context());
    }

    /// The handlers use nothing of it but the logger.
    private Context context() {
        var logger =
                new LambdaLogger() {
                    @Override
                    public void log(String message) {
                        log.add(message);
                    }

                    @Override
                    public void log(byte[] message) {
                        throw new AssertionError("nobody logs bytes");
                    }
                };
        return (Context)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Context.class},
                        (_, _, _) -> logger);
    }

    private ImageNews news() {
        return new ImageNews() {
            @Override
            public void instrumented(Push push, Image image) {
                var tag = Optional.ofNullable(image.published().get(push.tag()));
                told.add(
                        "instrumented "
                                + push
                                + " as "
                                + tag.map(Image.Published::tag).orElse("nothing"));
            }

            @Override
            public void failed(Push push, Reason reason) {
                told.add("failed " + push + ": " + reason.code());
            }
        };
    }

    /// As a registry's event or a sweep makes it.
    private static String wanted(Push push) {
        return new Order(push, false).body();
    }

    /// As somebody asks for it by hand.
    private static String asked(Push push) {
        return new Order(push, true).body();
    }

    private String code(Push push) {
        return progress(push) instanceof Progress.Declined(var reason) ? reason.code() : "";
    }

    private Progress progress(Push push) {
        return images.get(push.repository(), push.digest()).map(Image::progress).orElseThrow();
    }

    private static Push pushed(String tag, String content) {
        return pushed(tag, TestImage.oci("{\"Cmd\":[\"" + content + "\"]}"));
    }

    private static Push pushed(String tag, TestImage image) {
        LocalRegistry.push(server.client(), REPOSITORY, tag, image);
        return new Push(REPOSITORY, tag, image.manifest().digest());
    }
}
