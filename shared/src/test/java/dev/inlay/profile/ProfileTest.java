package dev.inlay.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.behaviour.Ancestor;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Tally;
import dev.inlay.behaviour.Verdict;
import dev.inlay.image.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileTest {
    private static final Digest IMAGE = ProfileBuilder.IMAGE;

    static List<Long> seeds() {
        var random = new Random();
        return IntStream.range(0, 60).mapToObj(_ -> random.nextLong()).toList();
    }

    private static Profile any(Random random) {
        var entries = new HashMap<String, ProfileEntry>();
        for (int i = 0; i < random.nextInt(12); i++) {
            var behaviour = Behaviours.any(new Random(random.nextInt(6)));
            entries.merge(behaviour.key(), entry(random, behaviour), ProfileEntry::merge);
        }
        var activity =
                random.nextInt(4) == 0
                        ? Optional.<Activity>empty()
                        : Optional.of(
                                Activity.of(
                                                session(random),
                                                "shop:" + random.nextInt(3),
                                                time(random),
                                                Map.of(Domain.FILE, (long) random.nextInt(9)))
                                        .ended(random.nextInt(9) == 0));
        return new Profile(IMAGE, activity, entries);
    }

    private static ProfileEntry entry(Random random, Behaviour behaviour) {
        var verdict = List.of(Verdict.values()).get(random.nextInt(3));
        var a = time(random);
        var b = time(random);
        var tally =
                new Tally(
                        1 + random.nextInt(9),
                        1 + random.nextInt(9),
                        a.isBefore(b) ? a : b,
                        a.isBefore(b) ? b : a);
        var session = session(random);
        var testimony =
                new Testimony(
                        verdict,
                        tally.last(),
                        session,
                        "because " + random.nextInt(3),
                        random.nextBoolean() ? Optional.of("r") : Optional.empty(),
                        random.nextInt(4),
                        List.of("a" + random.nextInt(2)),
                        List.of(
                                new Ancestor(
                                        1,
                                        Optional.empty(),
                                        7,
                                        "/x",
                                        List.of("x"),
                                        0,
                                        time(random),
                                        false)));
        return new ProfileEntry(
                behaviour, Evidence.of(session, verdict, tally), Map.of(verdict, testimony));
    }

    /// More sessions than are kept, so that the sample is part of the laws.
    private static String session(Random random) {
        return "s-" + random.nextInt(Activity.CAPACITY * 3);
    }

    private static Instant time(Random random) {
        return ProfileBuilder.START.plusSeconds(random.nextInt(5_000));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void mergesInAnyOrderAnyNumberOfTimes(long seed) {
        var random = new Random(seed);
        var parts = new ArrayList<>(IntStream.range(0, 300).mapToObj(_ -> any(random)).toList());
        var inOrder = parts.stream().reduce(Profile.empty(IMAGE), Profile::merge);
        parts.addAll(parts.subList(0, random.nextInt(parts.size())));
        Collections.shuffle(parts, random);

        int cut = random.nextInt(parts.size());
        var left = parts.subList(0, cut).stream().reduce(Profile.empty(IMAGE), Profile::merge);
        var right =
                parts.subList(cut, parts.size()).stream()
                        .reduce(Profile.empty(IMAGE), (a, b) -> b.merge(a));

        assertThat(left.merge(right)).isEqualTo(inOrder);
        assertThat(right.merge(left)).isEqualTo(inOrder);
        assertThat(inOrder.merge(inOrder)).isEqualTo(inOrder);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isStoredAsItIs(long seed) {
        var random = new Random(seed);
        var profile =
                IntStream.range(0, 50)
                        .mapToObj(_ -> any(random))
                        .reduce(Profile.empty(IMAGE), Profile::merge);

        for (var entry : profile.entries().values()) {
            assertThat(ProfileDocument.readEntry(ProfileDocument.write(entry)).stored("it"))
                    .isEqualTo(entry);
        }
        profile.activity()
                .ifPresent(activity ->
                        assertThat(
                                        ProfileDocument.readActivity(
                                                        ProfileDocument.write(activity))
                                                .stored("it"))
                                .isEqualTo(activity));
    }

    @Test
    void estimatesHowManyContainersThereWereAfterForgettingMost() {
        var behaviour = Behaviours.create("/x", "/srv/x");
        var evidence =
                IntStream.range(0, 5_000)
                        .mapToObj(i ->
                                Evidence.of(
                                        "session-" + i,
                                        Verdict.ALLOWED,
                                        new Tally(
                                                2, 1, ProfileBuilder.START, ProfileBuilder.START)))
                        .reduce(Evidence::merge)
                        .orElseThrow();

        assertThat(evidence.sessions().values()).hasSize(Evidence.CAPACITY);
        assertThat(evidence.containers()).isBetween(2_500L, 10_000L);
        assertThat(evidence.count()).isEqualTo(2 * evidence.containers());
        var entry = new ProfileEntry(behaviour, evidence, Map.of());
        assertThat(ProfileDocument.write(entry)).hasSizeLessThan(4_000);
    }

    @Test
    void countsExactlyWhileAllContainersAreKept() {
        var profile =
                new ProfileBuilder()
                        .usual(Behaviours.create("/x", "/srv/x"))
                        .saw("s-3", Behaviours.create("/x", "/srv/x"), Verdict.RECORDED, 3, 4)
                        .profile();

        var evidence = profile.entries().values().iterator().next().evidence();

        assertThat(evidence.containers()).isEqualTo(3);
        assertThat(evidence.count()).isEqualTo(24);
        assertThat(evidence.count(Verdict.RECORDED)).isEqualTo(4);
        assertThat(evidence.last(Verdict.BLOCKED)).isEmpty();
    }
}
