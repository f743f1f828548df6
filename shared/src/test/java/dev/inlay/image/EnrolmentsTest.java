package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.storage.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnrolmentsTest {
    private final Enrolments enrolments = new Enrolments(new MemoryTable());

    @Test
    void keepsWhatWasSaid() {
        var enrolment =
                new Enrolment(
                        new Glob("shop/*"),
                        List.of(new Glob("v*"), new Glob("build-*")),
                        List.of(new Glob("shop/test")),
                        TagMapping.parse("build-*=release-*"),
                        Protection.BLOCK,
                        true,
                        Start.PROTECTED);

        enrolments.put(enrolment);

        assertThat(enrolments.all().read()).containsExactly(enrolment);
    }

    @Test
    void letsTheClosestPatternDecideAlone() {
        enrolments.put(Enrolment.of("*"));
        var web =
                new Enrolment(
                        new Glob("shop/web"),
                        List.of(new Glob("v*")),
                        List.of(),
                        TagMapping.BESIDE,
                        Protection.BLOCK);
        enrolments.put(web);

        assertThat(enrolments.deciding("shop/web")).contains(web);
        assertThat(enrolments.covering("shop/web", "v1")).isPresent();
        assertThat(enrolments.covering("shop/web", "latest")).isEmpty();
        assertThat(enrolments.covering("shop/api", "latest")).isPresent();
    }

    @Test
    void leavesOwnTagsAndExclusionsAlone() {
        enrolments.put(
                new Enrolment(
                        new Glob("shop/*"),
                        List.of(),
                        List.of(new Glob("shop/tool*"), new Glob("*:cache-*")),
                        TagMapping.BESIDE,
                        Protection.RECORD));

        assertThat(enrolments.covering("shop/web", "1")).isPresent();
        assertThat(enrolments.covering("shop/web", "1-inlay")).isEmpty();
        assertThat(enrolments.covering("shop/tools", "1")).isEmpty();
        assertThat(enrolments.covering("shop/web", "cache-1")).isEmpty();
        assertThat(enrolments.covering("other/web", "1")).isEmpty();
    }

    @Test
    void forgetsWhatWasRemoved() {
        enrolments.put(Enrolment.of("shop/*"));

        enrolments.remove(new Glob("shop/*"));

        assertThat(enrolments.all().read()).isEmpty();
    }
}
