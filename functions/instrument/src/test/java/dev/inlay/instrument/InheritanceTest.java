package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.ImageNews;
import dev.inlay.image.Images;
import dev.inlay.image.Instrumentation;
import dev.inlay.image.Order;
import dev.inlay.image.Push;
import dev.inlay.image.SettingsLayer;
import dev.inlay.image.TestImage;
import dev.inlay.policy.Grant;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.Provenance;
import dev.inlay.policy.Rule;
import dev.inlay.policy.SignedPolicyReader;
import dev.inlay.policy.Source;
import dev.inlay.policy.Successions;
import dev.inlay.policy.TestSigner;
import dev.inlay.queue.MemoryQueue;
import dev.inlay.registry.Distribution;
import dev.inlay.registry.LocalRegistry;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Revocations;
import dev.inlay.session.Secret;
import dev.inlay.storage.MemoryTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From one push to the next: what was learnt of an image is in the one that follows it in its
/// repository, as its sensor finds it, and in no other's.
@Tag("registry")
class InheritanceTest {
    private static final Rule LEARNT =
            new Rule("na-1", Optional.empty(), Provenance.of(Source.LEARNT), new Grant.Name("db"));

    @TempDir Path directory;

    private final MemoryTable catalog = new MemoryTable();
    private final TestSigner signer = new TestSigner();
    private final Policies policies = new Policies(catalog, signer, Clock.systemUTC());

    @Test
    void bakesInWhatWasLearntOfTheImageBefore() throws Exception {
        try (var server = LocalRegistry.start(directory)) {
            var registry = server.client();
            new Enrolments(catalog).put(Enrolment.of("shop/*"));
            var first = instrumented(registry, "shop/web", "1.4");
            assertThat(inherited(baked(registry, "shop/web", "1.4-inlay"))).isEmpty();
            policies.change(
                    first.digest(),
                    now -> now.map(policy -> policy.with(List.of(LEARNT), policy.created())));

            instrumented(registry, "shop/web", "1.5");
            instrumented(registry, "shop/api", "1.5");

            assertThat(inherited(baked(registry, "shop/web", "1.5-inlay")))
                    .containsExactly(LEARNT.grant());
            assertThat(inherited(baked(registry, "shop/api", "1.5-inlay"))).isEmpty();
        }
    }

    private Push instrumented(Distribution registry, String repository, String tag) {
        var image = TestImage.oci("{\"Entrypoint\":[\"/" + repository + tag + "\"]}");
        LocalRegistry.push(registry, repository, tag, image);
        var push = new Push(repository, tag, image.manifest().digest());
        var secrets = new TreeMap<>(Map.of(1, new Secret(new byte[32])));
        var settings =
                new StoredSettings(
                        Reporting.byToken(
                                URI.create("http://172.17.0.1:8080"),
                                new EnrolmentTokens(secrets, new Revocations(catalog))),
                        List.of(signer),
                        policies,
                        new Successions(catalog),
                        new Enrolments(catalog),
                        Clock.systemUTC());
        var worker =
                new Worker(
                        new Instrument(registry, FakeSensor.FIRST, settings),
                        new Images(catalog, Clock.systemUTC()),
                        new Enrolments(catalog),
                        new MemoryQueue(),
                        ImageNews.none(),
                        Clock.systemUTC());
        assertThat(worker.work(new Order(push, false))).startsWith("instrumented ");
        return push;
    }

    /// As the sensor in it will read it.
    private Policy baked(Distribution registry, String repository, String tag) {
        var manifest = registry.manifest(repository, tag).orElseThrow();
        var config = Instrumentation.configuration(manifest).orElseThrow();
        var said =
                Instrumentation.of(manifest, registry.blob(repository, config, 1 << 20))
                        .orElseThrow();
        var layer = registry.blob(repository, said.settings().digest(), 1 << 20);
        var document =
                SettingsLayer.read(layer, said.settings().diffId())
                        .flatMap(SettingsLayer.Documents::policy)
                        .orElseThrow();
        return SignedPolicyReader.verify(new String(document, UTF_8), List.of(signer.trusted()))
                .stored("the baked policy");
    }

    private static List<Grant> inherited(Policy policy) {
        return policy.rules().stream()
                .filter(rule -> rule.provenance().source() == Source.INHERITED)
                .map(Rule::grant)
                .toList();
    }
}
