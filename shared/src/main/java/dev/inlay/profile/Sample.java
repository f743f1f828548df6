package dev.inlay.profile;

import dev.inlay.image.Digest;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/// A bounded memory of any number of containers: something about each of the `capacity` ones whose
/// sessions have the smallest hashes.
///
/// Forgetting the oldest would make merging depend on order. Which sessions are kept here depends
/// on their names alone: one that falls out of a merged sample was too large in every sample that
/// lacks it, so merging stays commutative, associative and idempotent, and what is kept of a
/// session is exact. The hashes are a random choice, so the kept ones also say how many there are
/// in all (the k-minimum-values estimate).
///
/// @param capacity the same in everything that is merged
/// @param byRank exact values, at most `capacity`; the rank of a session is [#rank]
public record Sample<T>(int capacity, SortedMap<String, T> byRank) {
    private static final int HASH_DIGITS = 16;
    private static final Pattern RANK =
            Pattern.compile("[0-9a-f]{" + HASH_DIGITS + "}/.*", Pattern.DOTALL);

    /// What a number of JSON holds.
    private static final long MOST = 1L << 53;

    private static final double HASHES = BigInteger.ONE.shiftLeft(64).doubleValue();

    public Sample {
        var sorted = new TreeMap<>(byRank);
        while (sorted.size() > capacity) {
            sorted.pollLastEntry();
        }
        byRank = Collections.unmodifiableSortedMap(sorted);
    }

    /// What is known of one session.
    public static <T> Sample<T> of(int capacity, String session, T value) {
        return new Sample<>(capacity, new TreeMap<>(Map.of(rank(session), value)));
    }

    /// A session with the beginning of its hash in front: the order in which sessions are kept.
    public static String rank(String session) {
        return Digest.ofText(session).hex().substring(0, HASH_DIGITS) + "/" + session;
    }

    /// Whether a text has the form of a rank.
    public static boolean isRank(String text) {
        return RANK.matcher(text).matches();
    }

    /// The session of a rank.
    public static String session(String rank) {
        return rank.substring(HASH_DIGITS + 1);
    }

    /// The join: of each session what both know.
    public Sample<T> merge(Sample<T> other, BinaryOperator<T> join) {
        var all = new TreeMap<>(byRank);
        other.byRank.forEach((rank, value) -> all.merge(rank, value, join));
        return new Sample<>(capacity, all);
    }

    /// What is known of a session that is kept.
    public Optional<T> of(String session) {
        return Optional.ofNullable(byRank.get(rank(session)));
    }

    /// Whether a session would be kept here if it had been seen.
    public boolean wouldKeep(String session) {
        return byRank.size() < capacity || rank(session).compareTo(byRank.lastKey()) <= 0;
    }

    /// The kept sessions.
    public List<String> sessions() {
        return byRank.keySet().stream().map(Sample::session).toList();
    }

    /// The kept values.
    public Collection<T> values() {
        return List.copyOf(byRank.values());
    }

    /// How many sessions there were: exact below the capacity, an estimate from there on.
    public long size() {
        if (byRank.size() < capacity) {
            return byRank.size();
        }
        var hash = byRank.lastKey().substring(0, HASH_DIGITS);
        double share = (new BigInteger(hash, 16).doubleValue() + 1) / HASHES;
        return Math.clamp(Math.round((capacity - 1) / share), capacity, MOST);
    }

    /// A sum over the kept sessions, brought up to all of them.
    public long total(ToLongFunction<T> number) {
        long kept = byRank.values().stream().mapToLong(number).sum();
        return byRank.size() < capacity ? kept : Math.round((double) kept / byRank.size() * size());
    }
}
