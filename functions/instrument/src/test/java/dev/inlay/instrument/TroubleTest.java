package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.image.Push;
import dev.inlay.image.TagMapping;
import dev.inlay.image.TestImage;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.FaultyFront;
import dev.inlay.registry.HastyClient;
import dev.inlay.registry.LocalRegistry;
import dev.inlay.registry.RegistryKind;
import dev.inlay.registry.RunningRegistries;
import dev.inlay.registry.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever becomes of whichever request, on every registry: the original stays as it is, no tag is
/// ever left on anything incomplete, and a later run makes it good.
@Tag("registry")
class TroubleTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int AT_ONCE = 8;

    private static final Map<RegistryKind, Integer> REQUESTS = new EnumMap<>(RegistryKind.class);

    @TempDir static Path directory;
    private static RunningRegistries registries;

    /// @param lasts whether every later request meets it too
    record Case(RegistryKind kind, Trouble trouble, boolean lasts) {}

    static Stream<Case> cases() {
        return Stream.of(RegistryKind.values())
                .flatMap(kind ->
                        Stream.of(Trouble.values())
                                .flatMap(trouble ->
                                        Stream.of(
                                                new Case(kind, trouble, false),
                                                new Case(kind, trouble, true))))
                .filter(each -> each.trouble() != Trouble.DRIPPING || !each.lasts());
    }

    @BeforeAll
    static void prepare() {
        registries = new RunningRegistries(directory);
    }

    @AfterAll
    static void stop() {
        registries.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leavesNothingHalfDoneWhateverHappens(Case each) throws Exception {
        int requests = requests(each.kind());
        var free = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = new ArrayList<Future<Boolean>>();
            for (int at : positions(each, requests).toArray()) {
                free.acquire();
                pending.add(
                        threads.submit(() -> {
                            try {
                                requireNothingHalfDone(each, at, requests);
                                return true;
                            } finally {
                                free.release();
                            }
                        }));
            }
            for (var position : pending) {
                position.get();
            }
        }
    }

    private static void requireNothingHalfDone(Case each, int at, int requests) throws Exception {
        var push = pushed(each.kind(), "t-%s-%s-%d".formatted(each.trouble(), each.lasts(), at));
        var what = "%s at request %d of %d".formatted(each, at, requests);

        boolean done = run(each, at, push, what);

        if (!each.lasts() && each.trouble().passes() && !isAnonymous(each)) {
            assertThat(done).as(what).isTrue();
        }
        requireSound(each.kind(), push, what);
        var client = registries.of(each.kind()).client();
        assertThat(instrument(client).run(push, TagMapping.BESIDE, _ -> {}))
                .as("after %s", what)
                .isInstanceOf(Outcome.Instrumented.class);
        requireSound(each.kind(), push, what);
    }

    /// Who has no credentials has none to send again.
    private static boolean isAnonymous(Case each) {
        return each.trouble() == Trouble.UNAUTHORIZED && each.kind() != RegistryKind.ECR;
    }

    /// Of the requests of a run, one that changes from day to day; all with `-Dinlay.long=true`.
    private static IntStream positions(Case each, int requests) {
        if (Boolean.getBoolean("inlay.long")) {
            return IntStream.range(0, requests);
        }
        int today = (int) LocalDate.now(ZoneOffset.UTC).toEpochDay();
        int lot = today * 7 + each.trouble().name().hashCode() * 3 + each.kind().name().hashCode();
        return IntStream.of(Math.floorMod(each.lasts() ? lot : lot + requests / 2, requests));
    }

    /// Whether it was done all the same; what fails, fails in one of the two ways.
    private static boolean run(Case each, int at, Push push, String what) throws Exception {
        var server = registries.of(each.kind());
        try (var front = FaultyFront.before(server.address())) {
            var fault = each.trouble().at(front);
            if (each.lasts() || each.trouble() == Trouble.DOWN) {
                front.from(at, fault);
            } else {
                front.at(at, fault);
            }
            var deadline = each.trouble() == Trouble.DRIPPING ? SHORT : LONG;
            var client = HastyClient.of(front.address(), server.credentials(), deadline);
            return instrument(client).run(push, TagMapping.BESIDE, _ -> {})
                    instanceof Outcome.Instrumented;
        } catch (TransientFailure | PermanentFailure e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
            return false;
        }
    }

    private static void requireSound(RegistryKind kind, Push push, String what) {
        var client = registries.of(kind).client();
        var original = client.manifest(push.repository(), push.tag());
        assertThat(original.map(Manifest::digest)).as(what).contains(push.digest());
        client.manifest(push.repository(), push.tag() + "-inlay")
                .ifPresent(twin -> requireComplete(client, push.repository(), twin, what));
    }

    private static void requireComplete(
            Distribution client, String repository, Manifest manifest, String what) {
        var tree = JsonTree.object(manifest.bytes(), what);
        for (var entry : tree.path("manifests")) {
            var child = client.manifest(repository, digest(entry));
            assertThat(child).as(what).isPresent();
            requireComplete(client, repository, child.orElseThrow(), what);
        }
        for (var layer : tree.path("layers")) {
            assertThat(client.hasBlob(repository, digest(layer))).as(what).isTrue();
        }
        Optional.ofNullable(tree.get("config"))
                .ifPresent(config ->
                        assertThat(client.hasBlob(repository, digest(config))).as(what).isTrue());
    }

    private static Digest digest(JsonNode descriptor) {
        return new Digest(descriptor.path("digest").asText());
    }

    private static int requests(RegistryKind kind) throws Exception {
        var known = REQUESTS.get(kind);
        if (known != null) {
            return known;
        }
        var server = registries.of(kind);
        try (var front = FaultyFront.before(server.address())) {
            instrument(HastyClient.of(front.address(), server.credentials(), LONG))
                    .run(pushed(kind, "whole"), TagMapping.BESIDE, _ -> {});
            REQUESTS.put(kind, front.seen().size());
            assertThat(front.seen()).hasSizeGreaterThan(20);
            return front.seen().size();
        }
    }

    private static Instrument instrument(Distribution registry) {
        return new Instrument(registry, FakeSensor.FIRST, SettingsSource.standalone());
    }

    /// An index of two platforms, in a repository of its own, where nothing is yet.
    private static Push pushed(RegistryKind kind, String name) {
        var server = registries.of(kind);
        var repository =
                server.repository("shop/" + name.toLowerCase(Locale.ROOT).replace('_', '-'));
        var client = server.client();
        var entries =
                Stream.of("amd64", "arm64")
                        .map(architecture -> {
                            var image =
                                    TestImage.of(
                                            MediaType.OCI_MANIFEST,
                                            architecture,
                                            "{\"Cmd\":[\"" + name + "\"]}",
                                            1);
                            LocalRegistry.pushUntagged(client, repository, image);
                            return entry(image, architecture);
                        })
                        .toList();
        var index = index(entries);
        client.tag(repository, "1", index);
        return new Push(repository, "1", index.digest());
    }

    private static Manifest index(List<String> entries) {
        var text =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                        .formatted(MediaType.OCI_INDEX, String.join(",", entries));
        return new Manifest(text.getBytes(UTF_8), MediaType.OCI_INDEX);
    }

    private static String entry(TestImage image, String architecture) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
                .formatted(
                        image.manifest().mediaType(),
                        image.manifest().digest(),
                        image.manifest().bytes().length,
                        architecture);
    }
}
