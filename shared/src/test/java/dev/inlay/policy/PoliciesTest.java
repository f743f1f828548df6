package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Mode;
import dev.inlay.document.Reading;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.profile.Profile;
import dev.inlay.profile.ProfileBuilder;
import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final TestSigner signer = new TestSigner();
    private final Policies policies =
            new Policies(new MemoryTable(), signer, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Profile profile =
            new ProfileBuilder().usual(Behaviours.create("/x", "/srv/a")).profile();

    private static Rule rule(String name) {
        return new Rule(
                name,
                Optional.empty(),
                Provenance.person(NOW, "because"),
                new Grant.Name(name + ".example.org"));
    }

    @Test
    void hasNoPolicyBeforeTheFirst() {
        assertThat(policies.latest(ProfileBuilder.IMAGE)).isEmpty();
        assertThat(policies.signed(ProfileBuilder.IMAGE)).isEmpty();
        assertThat(policies.history(ProfileBuilder.IMAGE, 10)).isEmpty();
    }

    @Test
    void publishesWhatASensorTakes() {
        var policy = policies.choose(profile, _ -> Modes.all(Mode.BLOCK));

        var signed = policies.signed(ProfileBuilder.IMAGE).orElseThrow();
        assertThat(SignedPolicyReader.verify(signed.write(), List.of(signer.trusted())))
                .isEqualTo(new Reading.Read<>(policy));
        assertThat(policies.latest(ProfileBuilder.IMAGE).orElseThrow().sha256())
                .isEqualTo(signed.sha256());
    }

    @Test
    void neverPublishesTheSameVersionTwice() {
        var first = policies.choose(profile, _ -> Modes.all(Mode.RECORD));

        assertThat(policies.publish(first)).isFalse();
        assertThat(policies.publish(first.with(Modes.all(Mode.BLOCK), NOW))).isTrue();
        assertThat(policies.publish(first.with(Modes.all(Mode.LEARN), NOW))).isFalse();

        assertThat(policies.version(ProfileBuilder.IMAGE, 1)).contains(first);
        assertThat(policies.current(ProfileBuilder.IMAGE).orElseThrow().modes())
                .isEqualTo(Modes.all(Mode.BLOCK));
    }

    @Test
    void makesNoVersionOfAChoiceThatChangesNothing() {
        policies.choose(profile, _ -> Modes.all(Mode.RECORD));
        policies.choose(profile, _ -> Modes.all(Mode.RECORD));

        assertThat(policies.history(ProfileBuilder.IMAGE, 10)).hasSize(1);
    }

    @Test
    void addsRulesOfPersonsAndReplacesThemByName() {
        policies.choose(profile, _ -> Modes.all(Mode.RECORD));
        policies.add(ProfileBuilder.IMAGE, rule("a"));
        var policy = policies.add(ProfileBuilder.IMAGE, rule("a"));

        assertThat(policy.rules()).filteredOn(Rule::byPerson).containsExactly(rule("a"));
        assertThat(policy.rules()).hasSize(2);
    }

    @Test
    void losesNoChangeWhenManyComeAtOnce() throws InterruptedException, ExecutionException {
        int writers = 6;
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    IntStream.range(0, writers)
                            .mapToObj(i ->
                                    threads.submit(() -> {
                                        begin.await();
                                        return policies.add(ProfileBuilder.IMAGE, rule("r" + i));
                                    }))
                            .toList();
            begin.countDown();
            for (var each : all) {
                assertThat(each.get().rules()).isNotEmpty();
            }
        }

        assertThat(policies.current(ProfileBuilder.IMAGE).orElseThrow().rules()).hasSize(writers);
        assertThat(policies.history(ProfileBuilder.IMAGE, 100))
                .extracting(Policies.Latest::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, writers).mapToObj(i -> writers + 1 - i).toList());
    }

    @Test
    void shelvesWhatItPublishesAndWhatAFailureKeptFromTheShelf() {
        var shelf = new Shelf();
        var shelved =
                new Policies(new MemoryTable(), signer, shelf, Clock.fixed(NOW, ZoneOffset.UTC));
        shelved.choose(profile, _ -> Modes.all(Mode.RECORD));
        assertThat(shelf.lies).containsExactly(1L);

        shelf.isAway = true;
        shelved.choose(profile, _ -> Modes.all(Mode.BLOCK));
        assertThat(shelved.latest(ProfileBuilder.IMAGE).orElseThrow().version()).isEqualTo(2);
        assertThatThrownBy(() -> shelved.shelve(ProfileBuilder.IMAGE))
                .isInstanceOf(TransientFailure.class);
        shelf.isAway = false;
        shelved.shelve(ProfileBuilder.IMAGE);
        shelved.shelve(ProfileBuilder.IMAGE);

        assertThat(shelf.lies).containsExactly(1L, 2L);
    }

    private static final class Shelf implements PolicyShelf {
        private final List<Long> lies = new ArrayList<>();
        private boolean isAway;

        @Override
        public void put(Digest image, long version, SignedPolicy signed) {
            if (isAway) {
                throw new TransientFailure("bucket-away", "the bucket is away");
            }
            lies.add(version);
        }

        @Override
        public boolean holds(Digest image, long version) {
            return lies.contains(version);
        }
    }
}
