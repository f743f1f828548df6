package dev.inlay.profile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Domain;
import dev.inlay.behaviour.Verdict;
import dev.inlay.detection.Catalogue;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Unreadable;
import dev.inlay.storage.Write;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows of a profile that another version wrote, or that were damaged.
class UnreadableProfileTest {
    private static final String JAVA = "/opt/jre/bin/java";
    private static final Behaviour DATABASE = Behaviours.connect(JAVA, "database", 5432);
    private static final Behaviour CACHE = Behaviours.connect(JAVA, "cache", 6379);
    private static final Behaviour MODULE = new Behaviour.Privilege(JAVA, "init_module", "");
    private static final Key ACTIVITY = new Key("profile#" + ProfileBuilder.IMAGE, "activity");
    private static final Profile WHOLE =
            new ProfileBuilder()
                    .watched("s-1", 60, ProfileBuilder.START.plusSeconds(3_600))
                    .usual(DATABASE, CACHE)
                    .saw("s-1", MODULE, Verdict.BLOCKED, 3, 1)
                    .profile();

    private final Table table = new MemoryTable(Clock.fixed(ProfileBuilder.START, ZoneOffset.UTC));
    private final Profiles profiles = new Profiles(table);

    private static Key place(Behaviour behaviour) {
        return new Key(
                ACTIVITY.partition(),
                "behaviour#" + behaviour.domain().word() + "#" + behaviour.key());
    }

    private static ProfileEntry entry(Behaviour behaviour) {
        return entry(WHOLE, behaviour);
    }

    private static ProfileEntry entry(Profile profile, Behaviour behaviour) {
        return requireNonNull(profile.entries().get(behaviour.key()));
    }

    private static String changed(Consumer<ObjectNode> change) {
        return changed(ProfileDocument.write(entry(DATABASE)), change);
    }

    private static String changed(String document, Consumer<ObjectNode> change) {
        try {
            var tree = (ObjectNode) new ObjectMapper().readTree(document);
            change.accept(tree);
            return tree.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> damaged() {
        var document = ProfileDocument.write(entry(DATABASE));
        return Stream.of(
                "",
                "{",
                "[]",
                "7",
                "{}",
                document.substring(0, document.length() / 2),
                ProfileDocument.write(entry(CACHE)),
                changed(tree -> tree.put("version", 2)),
                changed(tree -> tree.remove("version")),
                changed(tree -> tree.remove("behaviour")),
                changed(tree -> tree.remove("sessions")),
                changed(tree -> tree.remove("testimonies")),
                changed(tree -> tree.put("spans", "long")),
                changed(tree -> tree.putObject("spans")),
                changed(tree -> tree.putObject("sessions").putObject("no rank")),
                changed(tree -> tree.putObject("spans").putArray("allowed").add(1)));
    }

    @BeforeEach
    void store() {
        ProfileBuilder.store(WHOLE, table);
    }

    @Test
    void isWholeWhereEverythingCanBeRead() {
        assertThat(profiles.of(ProfileBuilder.IMAGE)).isEqualTo(WHOLE);
        assertThat(WHOLE.isWhole()).isTrue();
        assertThat(Catalogue.taints(MODULE)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void hidesNoOtherAndBeginsAnew(String document) {
        table.write(Write.put(place(DATABASE), document));

        var missing = profiles.of(ProfileBuilder.IMAGE);

        assertThat(missing.isWhole()).isFalse();
        assertThat(missing.unreadable())
                .extracting(Unreadable::key)
                .containsExactly(place(DATABASE));
        assertThat(missing.entries()).containsOnlyKeys(CACHE.key(), MODULE.key());
        assertThat(missing.activity()).isEqualTo(WHOLE.activity());
        assertThat(profiles.has(ProfileBuilder.IMAGE, Domain.NETWORK, DATABASE.key())).isTrue();

        var joined = profiles.merge(ProfileBuilder.IMAGE, entry(DATABASE));

        assertThat(joined.now()).isEqualTo(entry(DATABASE));
        assertThat(joined.aside()).map(Unreadable::key).contains(place(DATABASE));
        assertThat(profiles.of(ProfileBuilder.IMAGE)).isEqualTo(WHOLE);
        assertThat(table.all(ACTIVITY.partition(), "aside#"))
                .extracting(Row::document)
                .containsExactly(document);
        assertThat(profiles.merge(ProfileBuilder.IMAGE, entry(DATABASE)).aside()).isEmpty();
    }

    /// Which containers had done it before nobody can tell any more.
    @Test
    void isMissedForGoodWhereItWasOfADetection() {
        table.write(Write.put(place(MODULE), "{"));
        profiles.merge(ProfileBuilder.IMAGE, entry(MODULE));

        var again = profiles.of(ProfileBuilder.IMAGE);

        assertThat(again.entries()).isEqualTo(WHOLE.entries());
        assertThat(again.isWhole()).isFalse();
        assertThat(again.unreadable())
                .singleElement()
                .satisfies(each -> assertThat(each.key().sort()).startsWith("aside#"));
        var aside = again.unreadable().getFirst().key();
        table.write(new Write.Delete(aside, new Write.Condition.Always()));
        assertThat(profiles.of(ProfileBuilder.IMAGE)).isEqualTo(WHOLE);
    }

    /// A version that can read it takes it for what it is.
    @Test
    void countsAgainWhereItCanBeReadAfterAll() {
        var before = entry(MODULE);
        var seen = new ProfileBuilder().saw("s-9", MODULE, Verdict.BLOCKED, 50, 1).profile();
        var later = entry(seen, MODULE);
        table.write(Write.put(place(MODULE), "{"));
        profiles.merge(ProfileBuilder.IMAGE, later);
        var aside = table.all(ACTIVITY.partition(), "aside#").getFirst().key();
        table.write(Write.put(aside, ProfileDocument.write(before)));

        var again = profiles.of(ProfileBuilder.IMAGE);

        assertThat(again.isWhole()).isTrue();
        assertThat(again.entries().get(MODULE.key())).isEqualTo(before.merge(later));
    }

    /// What a later version adds is passed over by the ones before it.
    @Test
    void isReadWithFieldsThatNobodyKnowsYet() {
        table.write(
                Write.put(place(DATABASE), changed(tree -> tree.putObject("more").put("deep", 1))));
        table.write(Write.put(new Key(ACTIVITY.partition(), "mood"), "{\"version\":9}"));

        assertThat(profiles.of(ProfileBuilder.IMAGE)).isEqualTo(WHOLE);
    }

    @Test
    void isWatchedAnewWhereTheActivityCannotBeRead() {
        table.write(Write.put(ACTIVITY, "{\"version\":1,"));

        var missing = profiles.of(ProfileBuilder.IMAGE);
        var joined = profiles.merge(ProfileBuilder.IMAGE, WHOLE.activity().orElseThrow());

        assertThat(missing.activity()).isEmpty();
        assertThat(missing.entries()).isEqualTo(WHOLE.entries());
        assertThat(missing.unreadable()).extracting(Unreadable::key).containsExactly(ACTIVITY);
        assertThat(joined.aside()).isPresent();
        assertThat(profiles.of(ProfileBuilder.IMAGE)).isEqualTo(WHOLE);
    }
}
