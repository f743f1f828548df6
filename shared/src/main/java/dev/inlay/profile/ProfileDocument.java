package dev.inlay.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Tally;
import dev.inlay.behaviour.Verdict;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.document.Reading;
import dev.inlay.document.Word;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The rows of a profile, version 1. Tallies are written as lists of numbers, times in
/// milliseconds: they make up most of a row.
final class ProfileDocument {
    private static final int MAX_BYTES = 300 * 1024;
    private static final long MOST = 1L << 53;
    private static final int TALLY_NUMBERS = 4;

    private ProfileDocument() {}

    static String write(ProfileEntry entry) {
        var to = Json.object().put("version", 1);
        to.set("behaviour", BehaviourDocument.write(entry.behaviour()));
        to.set(
                "sessions",
                sample(
                        entry.evidence().sessions(),
                        tallies -> map(tallies, ProfileDocument::tally)));
        to.set("spans", map(entry.evidence().spans(), ProfileDocument::span));
        to.set("testimonies", Json.list(entry.testimonies().values(), TestimonyDocument::write));
        return Json.write(to);
    }

    static Reading<ProfileEntry> readEntry(String text) {
        return Json.read(text, MAX_BYTES, ProfileDocument::entry);
    }

    private static ProfileEntry entry(Fields from) {
        from.version(1);
        var testimonies = new EnumMap<Verdict, Testimony>(Verdict.class);
        from.list("testimonies", Verdict.values().length, true, TestimonyDocument::read)
                .forEach(each -> testimonies.put(each.verdict(), each));
        var spans = map(from.object("spans"), Verdict.class, ProfileDocument::span);
        if (spans.isEmpty()) {
            from.refuse("spans", "a behaviour was seen with some verdict");
        }
        return new ProfileEntry(
                BehaviourDocument.read(from.object("behaviour")),
                new Evidence(
                        sample(
                                from.object("sessions"),
                                Evidence.CAPACITY,
                                each -> map(each, Verdict.class, ProfileDocument::tally)),
                        spans),
                testimonies);
    }

    static String write(Activity activity) {
        var to = Json.object().put("version", 1).put("source", activity.source());
        to.put("first", activity.heard().first().toEpochMilli())
                .put("last", activity.heard().last().toEpochMilli());
        to.set("watches", sample(activity.watches(), ProfileDocument::watch));
        if (activity.ended()) {
            to.put("ended", true);
        }
        return Json.write(to);
    }

    static Reading<Activity> readActivity(String text) {
        return Json.read(text, MAX_BYTES, ProfileDocument::activity);
    }

    private static Activity activity(Fields from) {
        from.version(1);
        return new Activity(
                from.text("source", 1_024),
                new Span(
                        Instant.ofEpochMilli(from.number("first", 0, MOST)),
                        Instant.ofEpochMilli(from.number("last", 0, MOST))),
                sample(from.object("watches"), Activity.CAPACITY, ProfileDocument::watch),
                from.optionalFlag("ended"));
    }

    private static JsonNode watch(Watch watch) {
        var to = map(watch.minutes(), number -> Json.numbers(List.of(number)));
        to.set("heard", span(watch.heard()));
        return to;
    }

    private static Watch watch(Fields from) {
        return new Watch(
                span(from, "heard"),
                map(from, Domain.class, (fields, name) -> numbers(fields, name, 1).getFirst()));
    }

    private static JsonNode tally(Tally tally) {
        return Json.numbers(
                List.of(
                        tally.count(),
                        tally.minutes(),
                        tally.first().toEpochMilli(),
                        tally.last().toEpochMilli()));
    }

    private static Tally tally(Fields from, String name) {
        var numbers = numbers(from, name, TALLY_NUMBERS);
        return new Tally(
                numbers.get(0),
                numbers.get(1),
                Instant.ofEpochMilli(numbers.get(2)),
                Instant.ofEpochMilli(numbers.get(3)));
    }

    private static JsonNode span(Span span) {
        return Json.numbers(List.of(span.first().toEpochMilli(), span.last().toEpochMilli()));
    }

    private static Span span(Fields from, String name) {
        var numbers = numbers(from, name, 2);
        return new Span(Instant.ofEpochMilli(numbers.get(0)), Instant.ofEpochMilli(numbers.get(1)));
    }

    private static List<Long> numbers(Fields from, String name, int size) {
        var numbers = from.numbers(name, size, 0, MOST);
        if (numbers.size() == size) {
            return numbers;
        }
        from.refuse(name, "expected " + size + " numbers");
        return Collections.nCopies(size, 0L);
    }

    private static <T> ObjectNode sample(Sample<T> sample, Function<T, JsonNode> write) {
        var to = Json.object();
        sample.byRank().forEach((rank, value) -> to.set(rank, write.apply(value)));
        return to;
    }

    private static <T> Sample<T> sample(Fields from, int capacity, Function<Fields, T> read) {
        var byRank = new TreeMap<String, T>();
        for (var rank : from.names()) {
            if (!Sample.isRank(rank)) {
                from.refuse(rank, "expected names of 16 hex digits, a slash and more");
            }
            byRank.put(rank, read.apply(from.object(rank)));
        }
        return new Sample<>(capacity, byRank);
    }

    private static <E extends Enum<E> & Word, T> ObjectNode map(
            Map<E, T> map, Function<T, JsonNode> write) {
        var to = Json.object();
        map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> to.set(each.getKey().word(), write.apply(each.getValue())));
        return to;
    }

    /// Reads one value of a map.
    private interface Read<T> {
        T read(Fields from, String name);
    }

    private static <E extends Enum<E> & Word, T> Map<E, T> map(
            Fields from, Class<E> type, Read<T> read) {
        var map = new EnumMap<E, T>(type);
        for (var word : type.getEnumConstants()) {
            if (from.has(word.word())) {
                map.put(word, read.read(from, word.word()));
            }
        }
        return map;
    }
}
