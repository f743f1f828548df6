package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagMappingTest {
    @ParameterizedTest
    @CsvSource({
        "*=*-inlay,1.4,1.4-inlay",
        "build-*=release-*,build-77,release-77",
        "latest=stable,latest,stable"
    })
    void putsTheStarsTextIntoTheTarget(String mapping, String tag, String expected) {
        assertThat(TagMapping.parse(mapping).apply(tag)).isEqualTo(expected);
    }

    @Test
    void doesNotTakeItsOwnResultsForSources() {
        assertThat(TagMapping.BESIDE.isSource("1.4")).isTrue();
        assertThat(TagMapping.BESIDE.isSource("1.4-inlay")).isFalse();
    }

    @Test
    void keepsLongTagsShortEnoughAndDifferent() {
        var one = TagMapping.BESIDE.apply("a".repeat(127) + "1");
        var other = TagMapping.BESIDE.apply("a".repeat(127) + "2");

        assertThat(one).hasSize(128).endsWith("-inlay").isNotEqualTo(other);
        assertThat(ImageRef.isTag(one)).isTrue();
        assertThat(TagMapping.BESIDE.isTarget(one)).isTrue();
    }

    @Test
    void leavesATagThatJustFits() {
        assertThat(TagMapping.BESIDE.apply("a".repeat(122))).isEqualTo("a".repeat(122) + "-inlay");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*=*",
                "a=a",
                "build-*=*",
                "*=fixed",
                "a=*",
                "**=*-x",
                "*=-*",
                "=x",
                "x=",
                "x",
                "a*b*=*",
                "*=é*"
            })
    void refusesWhatWouldLoopOrLoseTags(String mapping) {
        assertThatThrownBy(() -> TagMapping.parse(mapping)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void takesNoTagThatNamesAnotherManifest() {
        var hex = "0a".repeat(32);

        assertThat(TagMapping.BESIDE.isSource("sha256-" + hex)).isFalse();
        assertThat(TagMapping.BESIDE.isSource("sha256-" + hex + ".sig")).isFalse();
        assertThat(TagMapping.BESIDE.isSource("sha256-" + hex + "x")).isTrue();
        assertThat(TagMapping.BESIDE.isSource("sha256-fixes")).isTrue();
    }
}
