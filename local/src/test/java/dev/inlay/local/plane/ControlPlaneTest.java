package dev.inlay.local.plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.local.ControlPlane;
import dev.inlay.local.keys.KeyRing;
import dev.inlay.policy.Policy;
import dev.inlay.policy.SignedPolicyReader;
import dev.inlay.policy.TrustedKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything but containers: sessions, frames, profile, policy, modes, alerts, over real HTTP.
class ControlPlaneTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final String IMAGE = "/api/v1/images/" + SHOP;
    private static final long SEED = 11;

    @TempDir Path data;
    private final Receiver receiver = new Receiver();
    private ControlPlane plane;
    private Person person;

    @BeforeEach
    void start() {
        plane = Planes.start(data, 0, List.of(receiver.uri()));
        person = new Person(plane.port(), plane.token());
    }

    @AfterEach
    void stop() {
        plane.close();
        receiver.close();
    }

    @Test
    void learnsBlocksAndAlerts() {
        var sensor = new FakeSensor(plane.port(), data, SHOP);
        assertThat(sensor.post(sensor.frame(FakeSensor.exec("/usr/bin/convert", "allowed", 3))))
                .isEqualTo(202);
        var profile =
                person.await(IMAGE + "/behaviour", each -> !each.path("behaviours").isEmpty());
        assertThat(profile.at("/behaviours/0/count").asInt()).isEqualTo(3);

        var chosen = person.post(IMAGE + "/policy/mode", "{\"mode\": \"block\"}");
        assertThat(chosen.at("/replay/stopped")).isEmpty();
        long version = chosen.path("version").asLong();
        var fetched = sensor.policy("\"none\"");
        assertThat(fetched.statusCode()).isEqualTo(200);
        assertThat(believed(fetched.body()).version()).isEqualTo(version);
        assertThat(believed(fetched.body()).rules()).isNotEmpty();
        assertThat(sensor.policy(fetched.headers().firstValue("etag").orElseThrow()).statusCode())
                .isEqualTo(304);

        assertThat(chosen.at("/applied/applied").asInt()).isZero();
        sensor.apply(version);
        sensor.post(sensor.frame(FakeSensor.exec("/bin/sh", "blocked", 1)));
        person.await(IMAGE + "/policy", each -> each.at("/applied/applied").asInt() == 1);
        var alerts = person.await("/api/v1/alerts", each -> !each.path("alerts").isEmpty());
        assertThat(alerts.at("/alerts/0/verdict").asText()).isEqualTo("blocked");
        assertThat(alerts.at("/alerts/0/behaviour/program").asText()).isEqualTo("/bin/sh");
        assertThat(alerts.at("/alerts/0/testimony/ancestry")).isNotEmpty();
        assertThat(receiver.await().path("fingerprint").asText())
                .isEqualTo(alerts.at("/alerts/0/fingerprint").asText());
    }

    private Policy believed(String document) {
        var key = TrustedKey.of(KeyRing.in(data).signer().publicKey());
        return switch (SignedPolicyReader.verify(document, List.of(key))) {
            case Reading.Read<Policy>(var policy) -> policy;
            case Reading.Malformed<Policy>(var because) -> throw new AssertionError(because);
        };
    }

    @Test
    void countsFramesOnceHoweverOftenAndInWhateverOrderTheyCome() {
        var sensor = new FakeSensor(plane.port(), data, SHOP);
        var frames = new ArrayList<String>();
        for (int i = 1; i <= 20; i++) {
            frames.add(
                    sensor.frame(
                            FakeSensor.exec("/usr/bin/convert", "allowed", i),
                            FakeSensor.exec("/usr/bin/tool" + i % 3, "allowed", i)));
        }
        var sent = new ArrayList<>(frames);
        sent.addAll(frames);
        Collections.shuffle(sent, new Random(SEED));

        sent.forEach(frame -> assertThat(sensor.post(frame)).isEqualTo(202));
        sensor.post(sensor.frame(FakeSensor.exec("/usr/bin/last", "allowed", 1)));

        var profile =
                person.await(IMAGE + "/behaviour", each -> counts(each, "/usr/bin/last") == 1);
        assertThat(counts(profile, "/usr/bin/convert")).as("seed %d", SEED).isEqualTo(20);
        assertThat(counts(profile, "/usr/bin/tool0")).isEqualTo(18);
        assertThat(counts(profile, "/usr/bin/tool1")).isEqualTo(19);
        assertThat(counts(profile, "/usr/bin/tool2")).isEqualTo(20);
        assertThat(profile.path("behaviours")).hasSize(5);
    }

    private static long counts(JsonNode profile, String program) {
        return profile.path("behaviours")
                .valueStream()
                .filter(each -> each.at("/behaviour/program").asText().equals(program))
                .mapToLong(each -> each.path("count").asLong())
                .sum();
    }

    @Test
    void goesOnWhereItStopped() {
        var sensor = new FakeSensor(plane.port(), data, SHOP);
        sensor.post(sensor.frame(FakeSensor.exec("/usr/bin/convert", "allowed", 3)));
        int port = plane.port();
        var token = plane.token();

        plane.close();
        plane = Planes.start(data, port, List.of(receiver.uri()));

        assertThat(plane.token()).isEqualTo(token);
        assertThat(sensor.post(sensor.frame(FakeSensor.exec("/usr/bin/convert", "allowed", 4))))
                .isEqualTo(202);
        var profile =
                person.await(IMAGE + "/behaviour", each -> counts(each, "/usr/bin/convert") == 4);
        assertThat(profile.at("/watched/containers").asInt()).isEqualTo(1);
    }

    @Test
    void refusesADataDirectoryThatIsInUse() {
        assertThatThrownBy(() -> Planes.start(data, 0, List.of()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("--data");
    }

    @Test
    void refusesAPortThatIsTakenAndLeavesNothingRunning(@TempDir Path other) {
        assertThatThrownBy(() -> Planes.start(other, plane.port(), List.of()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(Integer.toString(plane.port()));

        Planes.start(other, 0, List.of()).close();
    }

    @Test
    void tellsSensorsAnAddressTheyReach() {
        assertThat(plane.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + plane.port()));
    }
}
