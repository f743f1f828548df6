package dev.inlay.local.plane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.local.ControlPlane;
import dev.inlay.local.keys.KeyRing;
import dev.inlay.policy.SignedPolicyReader;
import dev.inlay.policy.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The steps of docs/operations.md for one machine, as they are written there: what the document
/// says between the fences is what is run.
class OperationsTest {
    private static final Path DOCUMENT = Path.of("../docs/operations.md");
    private static final Digest SHOP = Digest.ofText("shop");
    private static final String IMAGE = "/api/v1/images/" + SHOP;

    @TempDir Path folder;

    /// Runs the commands of a section's first block that does not begin with a dollar-less prompt.
    ///
    /// @param heading of the section
    private void follow(String heading) throws IOException, InterruptedException {
        var document = Files.readString(DOCUMENT);
        int section = document.indexOf("### " + heading + "\n");
        assertThat(section).as("the section " + heading).isNotNegative();
        int begin = document.indexOf("```sh\n", section) + "```sh\n".length();
        var commands = document.substring(begin, document.indexOf("```", begin));
        var process =
                new ProcessBuilder("sh", "-euc", commands)
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        process.environment().put("DATA", data().toString());
        process.environment().put("BACKUP", folder.resolve("backup").toString());
        var run = process.start();
        var said = new String(run.getInputStream().readAllBytes(), UTF_8);
        assertThat(run.waitFor()).as(commands + "\n" + said).isZero();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private ControlPlane start() {
        return Planes.start(data(), 0, List.of());
    }

    private FakeSensor learn(ControlPlane plane) {
        var sensor = new FakeSensor(plane.port(), data(), SHOP);
        sensor.post(sensor.frame(FakeSensor.exec("/usr/bin/convert", "allowed", 3)));
        new Person(plane.port(), plane.token())
                .await(IMAGE + "/behaviour", each -> !each.path("behaviours").isEmpty());
        return sensor;
    }

    @Test
    void aBackupBringsEverythingBack() throws Exception {
        String token;
        try (var plane = start()) {
            learn(plane);
            token = plane.token();
        }
        follow("Back up, one machine");
        follow("Remove everything, one machine");
        assertThat(data()).doesNotExist();

        follow("Restore, one machine");
        try (var plane = start()) {
            assertThat(plane.token()).isEqualTo(token);
            assertThat(new Person(plane.port(), token).get(IMAGE + "/behaviour").path("behaviours"))
                    .isNotEmpty();
        }
    }

    @Test
    void sensorsThatTrustTheNextKeyTakeWhatItSignsAfterARotation() throws Exception {
        var before = KeyRing.in(data());
        var baked =
                List.of(
                        TrustedKey.of(before.signer().publicKey()),
                        TrustedKey.of(before.next().publicKey()));
        try (var plane = start()) {
            learn(plane);
            new Person(plane.port(), plane.token())
                    .post(IMAGE + "/policy/mode", "{\"mode\": \"record\"}");
        }

        follow("Rotate the signing key, one machine");

        var after = KeyRing.in(data());
        assertThat(after.signer().keyId()).isEqualTo(before.next().keyId());
        assertThat(after.next().keyId()).isNotIn(before.next().keyId(), before.signer().keyId());
        try (var plane = start()) {
            var sensor = new FakeSensor(plane.port(), data(), SHOP);
            new Person(plane.port(), plane.token())
                    .post(IMAGE + "/policy/mode", "{\"mode\": \"block\"}");
            var document = sensor.policy("\"none\"").body();
            assertThat(SignedPolicyReader.verify(document, baked).found()).isPresent();
            assertThat(SignedPolicyReader.verify(document, baked.subList(0, 1)).found())
                    .as("by the next key alone")
                    .isEmpty();
        }
    }

    @Test
    void twoControlPlanesDoNotShareAFolder() {
        try (var _ = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("another 'inlay up'");
        }
    }
}
