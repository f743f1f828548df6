package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.document.Damage;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.role.Caller;
import dev.inlay.role.RoleId;
import dev.inlay.session.Clearance;
import dev.inlay.session.Proof;
import dev.inlay.session.Revocations;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Unreadable;
import dev.inlay.storage.Write;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An enrolment that another version wrote, or that was damaged.
class UnreadableEnrolmentTest {
    private static final RoleId ROLE = new RoleId("AROA0123456789ABCDEF");
    private static final Enrolment WEB =
            new Enrolment(
                    new Glob("shop/web"),
                    List.of(new Glob("v*")),
                    List.of(new Glob("*:v0*")),
                    TagMapping.BESIDE,
                    Protection.BLOCK,
                    false,
                    Start.PROTECTED,
                    List.of(ROLE));
    private static final Enrolment SHOP = Enrolment.of("shop/*");
    private static final Key PLACE = new Key("enrolment", "shop/web");

    private final MemoryTable catalog = new MemoryTable();
    private final Enrolments enrolments = new Enrolments(catalog);

    @BeforeEach
    void enrol() {
        enrolments.put(WEB);
        enrolments.put(SHOP);
    }

    static Stream<String> damaged() {
        var document = EnrolmentDocument.write(WEB);
        return Stream.of(
                "",
                "{",
                "[]",
                "{}",
                document.substring(0, document.length() / 2),
                EnrolmentDocument.write(SHOP),
                document.replace("\"version\":1", "\"version\":2"),
                document.replace("\"tags\"", "\"tagz\""),
                document.replace("\"exclusions\"", "\"exclusion\""),
                document.replace("[\"v*\"]", "\"v*\""),
                document.replace("\"block\"", "\"perhaps\""),
                document.replace("\"protected\"", "7"),
                document.replace("*=*-inlay", "**=*"),
                document.replace("AROA", "AIDA"),
                document.replace("false", "\"no\""));
    }

    /// The one beside it, which wants more and protects less, does not take its place.
    @ParameterizedTest
    @MethodSource("damaged")
    void concernsNoOtherAndIsReplacedByNoOther(String document) {
        catalog.write(Write.put(PLACE, document));

        assertThat(enrolments.all().read()).containsExactly(SHOP);
        assertThat(enrolments.all().unreadable())
                .extracting(Unreadable::key)
                .containsExactly(PLACE);
        assertThat(enrolments.covering("shop/api", "1")).contains(SHOP);
        assertThat(enrolments.deciding("other/web")).isEmpty();
        assertThat(enrolments.decision("shop/web")).isInstanceOf(Reading.Malformed.class);
        assertThatThrownBy(() -> enrolments.covering("shop/web", "1"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("'shop/web'")
                .hasMessageContaining("enrol it again");
    }

    @Test
    void isMendedByEnrollingAgainAndEndsLikeOthers() {
        catalog.write(Write.put(PLACE, "{"));
        enrolments.put(WEB);
        assertThat(enrolments.deciding("shop/web")).contains(WEB);

        catalog.write(Write.put(PLACE, "{"));
        enrolments.remove(WEB.repositories());
        assertThat(enrolments.deciding("shop/web")).contains(SHOP);
    }

    /// One that says less than another does not decide, whatever it says.
    @Test
    void concernsNothingThatACloserOneDecides() {
        catalog.write(Write.put(new Key("enrolment", "shop/*"), "{"));

        assertThat(enrolments.deciding("shop/web")).contains(WEB);
        assertThat(enrolments.decision("shop/api")).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void isReadWithFieldsThatNobodyKnowsYet() {
        var later = EnrolmentDocument.write(WEB).replaceFirst("\\{", "{\"mood\":{\"good\":[1]},");
        catalog.write(Write.put(PLACE, later));

        assertThat(enrolments.deciding("shop/web")).contains(WEB);
    }

    @Test
    void letsNoDamageBreakMoreThanItself() {
        for (var document : Damage.of(EnrolmentDocument.write(WEB))) {
            catalog.write(Write.put(PLACE, document));

            assertThat(enrolments.covering("shop/api", "1")).as(document).contains(SHOP);
            assertThat(enrolments.decision("shop/web").found())
                    .as(document)
                    .isNotEqualTo(Optional.of(Optional.of(SHOP)));
        }
    }

    /// Whom it names nobody knows: nobody is let in, not even whom the one beside it names.
    @Test
    void letsNoRoleSpeak() {
        var image = Digest.ofText("web");
        var images = new Images(catalog, InstantSource.system());
        var push = new Push("shop/web", "v1", image);
        images.queued(push);
        images.done(
                push,
                List.of(
                        Image.Member.instrumented(
                                new Platform("linux", "amd64", ""),
                                image,
                                Digest.ofText("twin"),
                                new LazyLoading.None())),
                new Image.Published(
                        "v1-inlay", Digest.ofText("twin"), "1", java.time.Instant.EPOCH));
        enrolments.put(Enrolled.naming("shop/*", ROLE));
        var clearance = new Clearance(images, enrolments, new Revocations(catalog));
        var caller = new Caller(ROLE, "task");
        assertThat(clearance.verify(caller, image)).isInstanceOf(Proof.Shown.class);

        catalog.write(Write.put(PLACE, "{"));

        assertThat(clearance.verify(caller, image))
                .isInstanceOfSatisfying(
                        Proof.Refused.class,
                        refused -> assertThat(refused.toString()).contains("cannot be read"));
    }
}
