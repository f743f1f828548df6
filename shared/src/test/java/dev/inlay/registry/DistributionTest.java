package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.TestImage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("registry")
class DistributionTest {
    private static final String WEB = "shop/web";
    private static final TestImage IMAGE = TestImage.oci("{\"Cmd\":[\"x\"]}");
    private static final Digest DIGEST = IMAGE.manifest().digest();
    private static final Digest CONFIG = IMAGE.config().digest();

    @TempDir static Path directory;
    private static LocalRegistry server;

    private final List<Duration> pauses = new ArrayList<>();
    private FaultyFront front;
    private Distribution registry;

    @BeforeAll
    static void start() throws Exception {
        server = LocalRegistry.start(directory);
        LocalRegistry.push(server.client(), WEB, "1", IMAGE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void front() throws Exception {
        front = FaultyFront.before(server.address());
        registry = client(Credentials.anonymous());
    }

    @AfterEach
    void closeFront() {
        front.close();
    }

    @Test
    void readsWhatItPushed() {
        assertThat(registry.manifest(WEB, "1").orElseThrow().bytes())
                .isEqualTo(IMAGE.manifest().bytes());
        assertThat(registry.manifest(WEB, DIGEST).orElseThrow().mediaType())
                .isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(registry.resolve(WEB, "1")).contains(DIGEST);
        assertThat(registry.blob(WEB, CONFIG, 1 << 20)).isEqualTo(IMAGE.config().bytes());
        assertThat(registry.tags(WEB)).contains("1");
        assertThat(registry.repositories()).contains(WEB);
    }

    @Test
    void tellsWhatIsNotThere() {
        assertThat(registry.manifest(WEB, "none")).isEmpty();
        assertThat(registry.manifest("no/such", Digest.ofText("x"))).isEmpty();
        assertThat(registry.resolve(WEB, "none")).isEmpty();
        assertThat(registry.hasBlob(WEB, Digest.ofText("x"))).isFalse();
        assertThat(registry.tags("no/such")).isEmpty();
    }

    @Test
    void sendsABlobOnceUnlessAskingCostsAsMuch() {
        var large = "some content".repeat(10_000).getBytes(UTF_8);
        var small = "some content".getBytes(UTF_8);

        assertThat(registry.pushBlob(WEB, Digest.of(large), large)).isTrue();
        assertThat(registry.pushBlob(WEB, Digest.of(large), large)).isFalse();
        assertThat(registry.pushBlob(WEB, Digest.of(small), small)).isTrue();
        assertThat(registry.pushBlob(WEB, Digest.of(small), small)).isTrue();
        assertThat(registry.blob(WEB, Digest.of(small), 100)).isEqualTo(small);
    }

    @Test
    void checksWhatATagPointsAt() {
        front.next(
                "GET",
                "/manifests/",
                Faults.answer(
                        200,
                        "{}",
                        "Content-Type",
                        MediaType.OCI_MANIFEST,
                        "Docker-Content-Digest",
                        Digest.ofText("something else").value()));

        assertThatThrownBy(() -> registry.manifest(WEB, "1.4"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("the registry sent other content");
    }

    @Test
    void comesBackWhenTheRegistryIsBusyAndNotBeforeItMay() {
        front.next("GET", "/manifests/", Faults.answer(500, ""))
                .next(
                        "GET",
                        "/manifests/",
                        Faults.answer(
                                429,
                                Faults.error("TOOMANYREQUESTS", "slow down"),
                                "Retry-After",
                                "7"))
                .next("GET", "/manifests/", Faults.truncated());

        assertThat(registry.manifest(WEB, DIGEST)).isPresent();
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void givesUpOnARegistryThatStaysBusyAndSaysWhatItSaid() {
        for (int i = 0; i < 20; i++) {
            front.next(
                    "GET",
                    "/manifests/",
                    Faults.answer(503, Faults.error("UNAVAILABLE", "maintenance")));
        }

        assertThatThrownBy(() -> registry.manifest(WEB, DIGEST))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContainingAll(
                        DIGEST.value(), WEB, front.address(), "503", "maintenance");
    }

    @Test
    void leavesALongWaitToTheQueue() {
        front.next("GET", "/manifests/", Faults.answer(429, "", "Retry-After", "3600"));

        assertThatThrownBy(() -> registry.manifest(WEB, DIGEST))
                .isInstanceOf(TransientFailure.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void opensANewUploadWhenTheConnectionBreaksInOne() {
        var content = new byte[200_000];
        new Random(1).nextBytes(content);
        front.next("PUT", "/blobs/uploads/", _ -> {})
                .next(
                        "PUT",
                        "/blobs/uploads/",
                        Faults.answer(404, Faults.error("BLOB_UPLOAD_UNKNOWN", "gone")))
                .next("POST", "/blobs/uploads/", Faults.answer(502, ""));

        assertThat(registry.pushBlob(WEB, Digest.of(content), content)).isTrue();
        assertThat(registry.blob(WEB, Digest.of(content), 1 << 20)).isEqualTo(content);
    }

    @Test
    void refusesOtherContentThanItAskedFor() {
        front.next(
                        "GET",
                        "/manifests/",
                        Faults.answer(200, "{}", "Content-Type", MediaType.OCI_MANIFEST))
                .next("GET", "/blobs/", Faults.answer(200, "{}"));

        assertThatThrownBy(() -> registry.manifest(WEB, DIGEST))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("other content");
        assertThatThrownBy(() -> registry.blob(WEB, CONFIG, 1 << 20))
                .isInstanceOf(PermanentFailure.class);
    }

    /// What is in between may answer first, and it is no image that can be declined.
    @Test
    void takesNoPageForAManifest() {
        var page =
                Faults.answer(
                        200, "<html>Welcome!</html>", "Content-Type", "text/HTML; charset=utf-8");
        front.next("HEAD", "/manifests/", page)
                .next("GET", "/manifests/", page)
                .next("GET", "/manifests/", page);

        assertThatThrownBy(() -> registry.resolve(WEB, "1.4"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("page for people");
        assertThatThrownBy(() -> registry.manifest(WEB, "1.4"))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void readsNoMoreThanItHasTo() {
        front.next("GET", "/blobs/", Faults.answer(200, "x".repeat(2000)))
                .next("GET", "/manifests/", Faults.answer(200, "x".repeat(Manifest.MAX_BYTES + 1)));

        assertThatThrownBy(() -> registry.blob(WEB, CONFIG, 1000))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("larger than 1000 bytes");
        assertThatThrownBy(() -> registry.manifest(WEB, DIGEST))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void takesNoCredentialsToAnotherHost() throws Exception {
        try (var store = FaultyFront.before(server.address())) {
            var login = client(_ -> Optional.of(new Login("AWS", "secret")));
            front.next(
                    "GET",
                    "/blobs/",
                    Faults.answer(
                            307,
                            "",
                            "Location",
                            "http://" + store.address() + "/v2/shop/web/blobs/" + CONFIG));

            assertThat(login.blob(WEB, CONFIG, 1 << 20)).isEqualTo(IMAGE.config().bytes());
            assertThat(front.seen())
                    .allSatisfy(seen -> assertThat(seen.authorization()).startsWith("Basic "));
            assertThat(store.seen()).allSatisfy(seen -> assertThat(seen.authorization()).isEmpty());
        }
    }

    @Test
    void endsARedirectionThatLeadsNowhere() {
        for (int i = 0; i < 10; i++) {
            front.next(
                    "GET",
                    "/blobs/",
                    Faults.answer(307, "", "Location", "/v2/shop/web/blobs/" + CONFIG));
        }

        assertThatThrownBy(() -> registry.blob(WEB, CONFIG, 1 << 20))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("redirects");
    }

    @Test
    void asksForTheLoginAgainWhenItExpiresInTheMiddle() {
        var secrets = new ArrayList<>(List.of("old", "new"));
        var login = client(_ -> Optional.of(new Login("AWS", secrets.removeFirst())));
        front.next(
                "GET",
                "/manifests/",
                Faults.answer(401, "", "WWW-Authenticate", "Basic realm=\"x\""));

        assertThat(login.manifest(WEB, DIGEST)).isPresent();
        assertThat(front.seen())
                .extracting(FaultyFront.Seen::authorization)
                .doesNotHaveDuplicates();
    }

    @Test
    void fetchesATokenForTheScopeItNeeds() {
        var realm = "http://" + front.address() + "/token";
        front.next(
                        "HEAD",
                        "/manifests/",
                        Faults.answer(
                                401,
                                "",
                                "WWW-Authenticate",
                                "Bearer realm=\"" + realm + "\",service=\"reg\""))
                .next("GET", "/token", Faults.answer(200, "{\"token\":\"t1\"}"));

        assertThat(registry.resolve(WEB, "1")).contains(DIGEST);
        assertThat(registry.resolve(WEB, "1")).contains(DIGEST);

        assertThat(front.seen().get(1).path())
                .isEqualTo("/token?service=reg&scope=repository%3Ashop%2Fweb%3Apull");
        assertThat(front.seen().get(3))
                .isEqualTo(new FaultyFront.Seen("HEAD", "/v2/shop/web/manifests/1", "Bearer t1"));
    }

    @Test
    void tellsWhatARefusalSaid() {
        front.next(
                        "PUT",
                        "/manifests/",
                        Faults.answer(
                                403,
                                Faults.error("DENIED", "not authorized to perform ecr:PutImage")))
                .next("GET", "/manifests/", Faults.answer(401, "nope"));

        assertThatThrownBy(() -> registry.tag(WEB, "2", IMAGE.manifest()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("ecr:PutImage", "check that the credentials");
        assertThatThrownBy(() -> registry.manifest(WEB, DIGEST))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("nope");
    }

    @Test
    void knowsATagThatMayNotMove() {
        front.next(
                "PUT",
                "/manifests/1",
                Faults.answer(
                        400,
                        Faults.error(
                                "TAG_INVALID",
                                "The image tag '1' already exists in the 'shop/web' repository and cannot be overwritten because the tag is immutable.")));

        assertThat(registry.tag(WEB, "1", IMAGE.manifest())).isInstanceOf(Tagging.Immutable.class);
        assertThat(registry.tag(WEB, "1", IMAGE.manifest())).isInstanceOf(Tagging.Done.class);
    }

    @Test
    void doesNotWaitForEverForAnAnswerThatDrips() {
        var stalls = new CountDownLatch(1);
        var hasty =
                new Distribution(
                        RegistryHttp.within(Duration.ofMillis(300), Clock.systemUTC()),
                        Endpoint.of(front.address()),
                        Credentials.anonymous(),
                        new Retry(pauses::add, new Random(1)),
                        PutQuota.unlimited());
        front.next(
                "GET",
                "/manifests/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    await(stalls);
                });

        var reading = hasty.manifest(WEB, DIGEST);

        stalls.countDown();
        assertThat(reading).isPresent();
        assertThat(pauses).isNotEmpty();
    }

    @Test
    void readsAllPagesOfAList() {
        front.next(
                "GET",
                "/tags/list",
                Faults.answer(
                        200,
                        "{\"tags\":[\"a\"]}",
                        "Link",
                        "</v2/shop/web/tags/list?last=a&n=1>; rel=\"next\""));

        assertThat(registry.tags(WEB)).contains("a", "1");
    }

    @Test
    void refusesALoginInTheClear() {
        var endpoint = Endpoint.of("10.0.0.1:5000", Set.of());
        var login =
                new Distribution(
                        RegistryHttp.standard(),
                        endpoint,
                        _ -> Optional.of(new Login("u", "p")),
                        Retry.patient(),
                        PutQuota.unlimited());

        assertThatThrownBy(() -> login.resolve(WEB, "1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("plain HTTP");
    }

    private Distribution client(Credentials credentials) {
        return new Distribution(
                RegistryHttp.standard(),
                Endpoint.of(front.address()),
                credentials,
                new Retry(pauses::add, new Random(1)),
                PutQuota.unlimited());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
