package dev.inlay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Frame;
import dev.inlay.document.Examples;
import dev.inlay.document.Reading;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolled;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Platform;
import dev.inlay.image.Push;
import dev.inlay.role.RoleId;
import dev.inlay.session.Clearance;
import dev.inlay.session.Revocations;
import dev.inlay.storage.MemoryTable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an attacker with a task's role can say, and what is believed of it.
class SendersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:06.000Z");
    private static final String SHOP = "AROASHOP00000000:0123456789abcdef";
    private static final String BANK = "AROABANK00000000:fedcba9876543210";
    private static final String QUEUES = "arn:aws:sqs:eu-central-1:111122223333:";
    private static final String SESSION = "direct-" + "0a".repeat(16);

    private final MemoryTable catalog = new MemoryTable();
    private final Images images = new Images(catalog, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Enrolments enrolments = new Enrolments(catalog);
    private final Revocations revocations = new Revocations(catalog);
    private final Digest shop = new Digest(Examples.tree("frame.json").path("image").asText());
    private final Digest bank = Digest.ofText("bank");
    private Instant now = NOW;
    private final Origin origin =
            ByQueue.of(
                    List.of(
                            URI.create(
                                    "https://sqs.eu-central-1.amazonaws.com/111122223333/frames")),
                    Origin.attributes(),
                    Origin.senders(new Clearance(images, enrolments, revocations), clock()));

    private InstantSource clock() {
        return () -> now;
    }

    @BeforeEach
    void enrolTwoShops() {
        instrumented("shop/web", shop);
        instrumented("bank/web", bank);
        enrol("shop/*", "AROASHOP00000000");
        enrol("bank/*", "AROABANK00000000");
    }

    @Test
    void takeAFrameOfAnImageOfTheRoleAsOneOfTheTask() {
        assertThat(read(frame(shop, SESSION), SHOP, Map.of()))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read ->
                                assertThat(((Frame) read.value()).session())
                                        .isEqualTo(SESSION + ".0123456789abcdef"));
    }

    @Test
    void refuseARoleThatClaimsTheImageOfAnother() {
        assertRefused(
                read(frame(bank, SESSION), SHOP, Map.of()), "names the role AROASHOP00000000");
        assertRefused(
                read(frame(shop, SESSION), BANK, Map.of()), "names the role AROABANK00000000");
        assertRefused(read(frame(Digest.ofText("x"), SESSION), SHOP, Map.of()), "no enrolment");
    }

    /// Whoever sends by himself can set them to anything.
    @Test
    void believeNoAttributes() {
        var claimed = Map.of("session", "s-1", "image", bank.value());

        assertRefused(read(frame(bank, "s-1"), SHOP, claimed), "forged");
        assertRefused(read(frame(bank, SESSION), SHOP, claimed), "not let in");
        var gateway = message(frame(bank, "s-1"), "AIDAANYBODY", claimed);
        gateway.setEventSourceArn(QUEUES + "frames");
        assertThat(origin.read(gateway)).isInstanceOf(Reading.Read.class);
    }

    @Test
    void takeAQueueForTheGatewaysOnlyByItsWholeName() {
        var claimed = Map.of("session", "s-1", "image", shop.value());
        for (var arn :
                List.of(
                        "",
                        "frames",
                        QUEUES + "frames2",
                        QUEUES + "direct-frames",
                        "arn:aws:sqs:eu-central-1:999999999999:frames",
                        QUEUES + "x:111122223333:frames")) {
            var message = message(frame(shop, "s-1"), SHOP, claimed);
            message.setEventSourceArn(arn);
            assertThat(origin.read(message)).as(arn).isInstanceOf(Reading.Malformed.class);
        }
    }

    @Test
    void refuseWhoeverIsNoRole() {
        for (var sender :
                List.of(
                        "AIDAEXAMPLE",
                        "AROASHOP00000000",
                        "AROASHOP00000000:",
                        "AROASHOP00000000:x/y",
                        "111122223333",
                        "AROA:session",
                        "")) {
            assertRefused(read(frame(shop, SESSION), sender, Map.of()), "unproved");
        }
        var nobody = message(frame(shop, SESSION), SHOP, Map.of());
        nobody.setAttributes(null);
        assertRefused(origin.read(nobody), "unproved");
    }

    @Test
    void refuseTheSessionOfAnotherWayIn() {
        for (var session : List.of("s-1", "offline-1", "direct-", SESSION + ".x", "direct-G")) {
            assertRefused(read(frame(shop, session), SHOP, Map.of()), "forged");
        }
    }

    @Test
    void parkWhatIsNoFrame() {
        for (var body : List.of("", "{}", "nonsense", "[]", "\u0000")) {
            var message = message(body, SHOP, Map.of());
            assertThat(origin.read(message)).isInstanceOf(Reading.Malformed.class);
            assertThat(origin.sender(message)).isEqualTo(SHOP);
        }
    }

    @Test
    void forgetWhoMaySpeakWithinFiveMinutes() {
        assertThat(read(frame(shop, SESSION), SHOP, Map.of())).isInstanceOf(Reading.Read.class);

        revocations.revoke(shop);

        now = NOW.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertThat(read(frame(shop, SESSION), SHOP, Map.of())).isInstanceOf(Reading.Read.class);
        now = NOW.plus(Duration.ofMinutes(5));
        assertRefused(read(frame(shop, SESSION), SHOP, Map.of()), "was revoked");
    }

    private static void assertRefused(Reading<Frame> reading, String because) {
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Malformed.class,
                        malformed -> assertThat(malformed.because()).contains(because));
    }

    private Reading<Frame> read(String body, String sender, Map<String, String> attributes) {
        return origin.read(message(body, sender, attributes));
    }

    private static SQSMessage message(String body, String sender, Map<String, String> attributes) {
        var message = new SQSMessage();
        message.setMessageId("m");
        message.setBody(body);
        message.setEventSourceArn(QUEUES + "direct");
        message.setAttributes(Map.of("SenderId", sender));
        message.setMessageAttributes(
                attributes.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, each -> attribute(each.getValue()))));
        return message;
    }

    private static MessageAttribute attribute(String value) {
        var attribute = new MessageAttribute();
        attribute.setDataType("String");
        attribute.setStringValue(value);
        return attribute;
    }

    private static String frame(Digest image, String session) {
        var frame = (ObjectNode) Examples.tree("frame.json");
        return frame.put("image", image.value()).put("session", session).toString();
    }

    private void instrumented(String repository, Digest image) {
        var push = new Push(repository, "1.0", image);
        var twin = Digest.ofText("instrumented " + image);
        images.done(
                push,
                List.of(
                        Image.Member.instrumented(
                                new Platform("linux", "amd64", ""),
                                image,
                                twin,
                                new LazyLoading.Kept(Digest.ofText("index of " + image)))),
                new Image.Published("1.0-inlay", twin, "0.1.0", NOW));
    }

    private void enrol(String repositories, String role) {
        enrolments.put(Enrolled.naming(repositories, new RoleId(role)));
    }
}
