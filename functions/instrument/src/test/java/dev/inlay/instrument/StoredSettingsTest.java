package dev.inlay.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Mode;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Launch;
import dev.inlay.image.Platform;
import dev.inlay.image.Protection;
import dev.inlay.image.Start;
import dev.inlay.image.TagMapping;
import dev.inlay.policy.Grant;
import dev.inlay.policy.ImageRules;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policies;
import dev.inlay.policy.Policy;
import dev.inlay.policy.Provenance;
import dev.inlay.policy.Rule;
import dev.inlay.policy.SignedPolicyReader;
import dev.inlay.policy.Source;
import dev.inlay.policy.Successions;
import dev.inlay.policy.TestSigner;
import dev.inlay.policy.TrustedKey;
import dev.inlay.session.EnrolmentTokens;
import dev.inlay.session.Proof;
import dev.inlay.session.Revocations;
import dev.inlay.session.Secret;
import dev.inlay.storage.MemoryTable;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredSettingsTest {
    private static final Digest FIRST = Digest.ofText("web 1.0");
    private static final Digest SECOND = Digest.ofText("web 1.1");

    private final MemoryTable catalog = new MemoryTable();
    private final TestSigner signer = new TestSigner();
    private final TestSigner next = new TestSigner();
    private final Policies policies = new Policies(catalog, signer, Clock.systemUTC());
    private final Successions successions = new Successions(catalog);
    private final Enrolments enrolments = new Enrolments(catalog);
    private final EnrolmentTokens tokens =
            new EnrolmentTokens(
                    new TreeMap<>(Map.of(1, new Secret(new byte[32]))), new Revocations(catalog));
    private final StoredSettings settings =
            new StoredSettings(
                    Reporting.byToken(URI.create("http://172.17.0.1:8080"), tokens),
                    List.of(signer, next),
                    policies,
                    successions,
                    enrolments,
                    Clock.systemUTC());

    @Test
    void bakesInTheSameBytesEachTime() {
        var once = settings.settingsOf(image(FIRST));
        var again = settings.settingsOf(image(FIRST));

        assertThat(again.policy().orElseThrow()).isEqualTo(once.policy().orElseThrow());
        assertThat(again.report()).isEqualTo(once.report());
        assertThat(policies.latest(FIRST).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void tellsTheSensorWhereToReportAsWhomAndWhomToTrust() {
        var baked = settings.settingsOf(image(FIRST));

        assertThat(baked.report())
                .containsInstanceOf(SensorSettings.Report.ByToken.class)
                .map(SensorSettings.Report.ByToken.class::cast)
                .hasValueSatisfying(report -> {
                    assertThat(report.endpoint()).isEqualTo("http://172.17.0.1:8080");
                    assertThat(tokens.verify(report.token(), FIRST))
                            .isInstanceOf(Proof.Shown.class);
                });
        assertThat(baked.keys()).hasSize(2);
        assertThat(baked.keys().getFirst().publicKey()).hasSize(87);
    }

    @Test
    void beginsWithTheRulesOfTheImageBefore() {
        settings.settingsOf(image(FIRST));
        policies.change(
                FIRST, now -> now.map(policy -> policy.with(List.of(rule()), policy.created())));

        var policy = baked(SECOND);

        assertThat(policy.image()).isEqualTo(SECOND);
        assertThat(policy.modes()).isEqualTo(Modes.all(Mode.LEARN));
        assertThat(policy.rules())
                .filteredOn(rule -> rule.provenance().source() == Source.INHERITED)
                .singleElement()
                .satisfies(rule -> assertThat(rule.grant()).isEqualTo(rule().grant()));
    }

    @Test
    void beginsWithWhatTheImageSaysOfItself() {
        assertThat(baked(FIRST).rules())
                .allSatisfy(rule -> assertThat(rule.provenance().source()).isEqualTo(Source.IMAGE))
                .extracting(Rule::grant)
                .isEqualTo(ImageRules.of(image(FIRST).launch()).stream().map(Rule::grant).toList())
                .isNotEmpty();
    }

    @Test
    void inheritsFromTheSamePlatformOnly() {
        settings.settingsOf(image(FIRST));
        policies.change(
                FIRST, now -> now.map(policy -> policy.with(List.of(rule()), policy.created())));

        var arm =
                new SourceImage(
                        SECOND,
                        "shop/web",
                        "1.0",
                        new Platform("linux", "arm64", ""),
                        image(SECOND).launch());

        settings.settingsOf(arm);
        assertThat(policies.current(SECOND).orElseThrow().rules())
                .noneMatch(rule -> rule.provenance().source() == Source.INHERITED);
    }

    @Test
    void inheritsFromTheNewestAlthoughAnOldOneIsInstrumentedAgain() {
        settings.settingsOf(image(FIRST));
        settings.settingsOf(image(SECOND));
        policies.change(
                SECOND, now -> now.map(policy -> policy.with(List.of(rule()), policy.created())));
        settings.settingsOf(image(FIRST));

        assertThat(baked(Digest.ofText("web 1.2")).rules())
                .anyMatch(rule -> rule.provenance().source() == Source.INHERITED);
    }

    @Test
    void bakesInThePolicyThatIsInForceByThen() {
        settings.settingsOf(image(FIRST));
        policies.change(
                FIRST,
                now -> now.map(policy -> policy.with(Modes.all(Mode.BLOCK), policy.created())));

        assertThat(baked(FIRST).modes()).isEqualTo(Modes.all(Mode.BLOCK));
    }

    @Test
    void bakesInAPolicyThatTheKeysOfTodayHaveSigned() {
        settings.settingsOf(image(FIRST));
        var next = new TestSigner("next");
        var after = new TestSigner("after");
        var rotated =
                new StoredSettings(
                        Reporting.byToken(URI.create("http://172.17.0.1:8080"), tokens),
                        List.of(next, after),
                        new Policies(catalog, next, Clock.systemUTC()),
                        successions,
                        enrolments,
                        Clock.systemUTC());

        var document = new String(rotated.settingsOf(image(FIRST)).policy().orElseThrow(), UTF_8);

        var trusted = List.of(TrustedKey.of(next.publicKey()), TrustedKey.of(after.publicKey()));
        var policy = SignedPolicyReader.verify(document, trusted).stored("the baked policy");
        assertThat(policy.version()).isEqualTo(2);
        var again = new String(rotated.settingsOf(image(FIRST)).policy().orElseThrow(), UTF_8);
        assertThat(again).isEqualTo(document);
    }

    @Test
    void startsProtectedWhatItsEnrolmentWantsToAndNothingElse() {
        assertThat(settings.settingsOf(image(FIRST)).start()).isEqualTo(Start.OPEN);

        enrolments.put(enrolled("*", Start.PROTECTED));
        assertThat(settings.settingsOf(image(FIRST)).start()).isEqualTo(Start.PROTECTED);

        enrolments.put(enrolled(image(FIRST).repository(), Start.OPEN));
        assertThat(settings.settingsOf(image(FIRST)).start()).isEqualTo(Start.OPEN);
    }

    private static Enrolment enrolled(String repositories, Start start) {
        return new Enrolment(
                new Glob(repositories),
                List.of(),
                List.of(),
                TagMapping.BESIDE,
                Protection.RECORD,
                false,
                start);
    }

    private Policy baked(Digest image) {
        var document = new String(settings.settingsOf(image(image)).policy().orElseThrow(), UTF_8);
        return SignedPolicyReader.verify(document, List.of(signer.trusted())).stored("the baked");
    }

    private static Rule rule() {
        return new Rule(
                "na-1", Optional.empty(), Provenance.of(Source.LEARNT), new Grant.Name("db"));
    }

    private static SourceImage image(Digest digest) {
        return new SourceImage(
                digest,
                "shop/web",
                "1.0",
                new Platform("linux", "amd64", ""),
                new Launch(List.of("/bin/web"), List.of(), "", List.of(), Optional.empty()));
    }
}
