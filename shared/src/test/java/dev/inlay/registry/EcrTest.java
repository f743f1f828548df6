package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.TestImage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where ECR is unlike the others.
@Tag("registry")
class EcrTest {
    private static final String WEB = "shop/web";
    private static final TestImage IMAGE = TestImage.docker("{\"Cmd\":[\"x\"]}");

    @TempDir static Path directory;
    private static LocalRegistry server;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private EcrFront ecr;
    private Distribution registry;

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void front() throws Exception {
        ecr = EcrFront.before(server.address(), () -> now).create(WEB);
        registry = client(PutQuota.unlimited());
        LocalRegistry.push(registry, WEB, "1", IMAGE);
    }

    @AfterEach
    void close() {
        ecr.close();
    }

    @Test
    void asksForATokenOnceAndForAnotherWhenItEnds() {
        registry.manifest(WEB, "1");
        assertThat(asked).hasValue(1);

        ecr.expire();

        assertThat(registry.manifest(WEB, "1")).isPresent();
        assertThat(registry.blob(WEB, IMAGE.config().digest(), 1 << 20)).isNotEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksOnceOnlyWhenTheNextOneIsRefusedToo() {
        var stale = ecr.login();
        ecr.expire();
        asked.set(0);
        var hopeless =
                client(
                        registry -> {
                            asked.incrementAndGet();
                            return Optional.of(stale);
                        },
                        PutQuota.unlimited());

        assertThatThrownBy(() -> hopeless.manifest(WEB, "1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("Reauthenticate");
        assertThat(asked).hasValue(2);
    }

    @Test
    void getsWhatIsStoredAndNotWhatIsConverted() {
        var there = registry.manifest(WEB, "1").orElseThrow();

        assertThat(there.mediaType()).isEqualTo(MediaType.DOCKER_MANIFEST);
        assertThat(there.digest()).isEqualTo(IMAGE.manifest().digest());
    }

    @Test
    void leavesATagAloneThatMayNotMove() {
        ecr.immutable(true);
        var other = TestImage.docker("{\"Cmd\":[\"other\"]}");
        LocalRegistry.pushUntagged(registry, WEB, other);

        assertThat(registry.tag(WEB, "1", other.manifest()))
                .isInstanceOfSatisfying(
                        Tagging.Immutable.class,
                        refused -> assertThat(refused.said()).contains("TAG_INVALID", "immutable"));
        assertThat(registry.resolve(WEB, "1")).contains(IMAGE.manifest().digest());
    }

    @Test
    void tellsWhichRepositoryHasToBeCreated() {
        var content = "x".getBytes(UTF_8);

        assertThatThrownBy(() -> registry.pushBlob("no/such", Digest.of(content), content))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("The repository with name 'no/such' does not exist");
    }

    @Test
    void tellsWhatItDoesNotTake() {
        var strange = new Manifest("{}".getBytes(UTF_8), "application/vnd.example+json");

        assertThatThrownBy(() -> registry.putManifest(WEB, strange))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("UNSUPPORTED");
    }

    @Test
    void putsNoManifestThatIsThere() {
        int before = ecr.puts().size();

        registry.putManifest(WEB, IMAGE.manifest());

        assertThat(ecr.puts()).hasSize(before);
    }

    /// The negative control is in the same test: without a quota half of them are turned away.
    @Test
    void isNotTurnedAwayWhenItKeepsToItsShare() {
        ecr.putsPerSecond(10);
        pushMany(client(PutQuota.unlimited()), "greedy");
        assertThat(ecr.turnedAway()).isPositive();
        int before = ecr.turnedAway();
        now = now.plusSeconds(60);

        pushMany(client(new OwnPutQuota(PutRate.of(4), () -> now)), "modest");

        assertThat(ecr.turnedAway()).isEqualTo(before);
    }

    /// Somebody else pushes so much that only two a second are left for us.
    @Test
    void makesRoomWhenOthersNeedIt() {
        ecr.putsPerSecond(2);
        var quota = new OwnPutQuota(PutRate.of(8), () -> now);

        pushMany(client(quota), "between");

        assertThat(ecr.turnedAway()).isBetween(1, 8);
        assertThat(ecr.puts().stream().filter(put -> put.contains(":between-"))).hasSize(30);
    }

    private void pushMany(Distribution to, String name) {
        for (int i = 0; i < 30; i++) {
            to.tag(WEB, name + "-" + i, IMAGE.manifest());
        }
    }

    private Distribution client(PutQuota quota) {
        return client(
                _ -> {
                    asked.incrementAndGet();
                    return Optional.of(ecr.login());
                },
                quota);
    }

    private Distribution client(Credentials credentials, PutQuota quota) {
        return new Distribution(
                RegistryHttp.within(Duration.ofSeconds(20), Clock.systemUTC()),
                Endpoint.of(ecr.address()),
                credentials,
                new Retry(this::passes, new Random(1)),
                quota);
    }

    /// Nobody waits in a test.
    private void passes(Duration duration) {
        now = now.plus(duration);
    }
}
