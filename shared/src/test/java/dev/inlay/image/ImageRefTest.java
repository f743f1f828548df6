package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRefTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @Test
    void readsEveryPart() {
        var ref = ImageRef.parse("127.0.0.1:5000/shop/web:1.4@" + DIGEST);

        assertThat(ref.registry()).isEqualTo("127.0.0.1:5000");
        assertThat(ref.repository()).isEqualTo("shop/web");
        assertThat(ref.tag()).contains("1.4");
        assertThat(ref.digest()).contains(new Digest(DIGEST));
        assertThat(ref).hasToString("127.0.0.1:5000/shop/web:1.4@" + DIGEST);
    }

    @Test
    void takesTheFirstPartForAHostOnlyWhenItLooksLikeOne() {
        assertThat(ImageRef.parse("localhost/web").registry()).isEqualTo("localhost");
        assertThat(ImageRef.parse("shop/web").registry()).isEqualTo("docker.io");
        assertThat(ImageRef.parse("[::1]:5000/web:1").registry()).isEqualTo("[::1]:5000");
    }

    @Test
    void fillsInWhatEveryToolFillsIn() {
        assertThat(ImageRef.parse("nginx"))
                .isEqualTo(
                        new ImageRef(
                                "docker.io",
                                "library/nginx",
                                Optional.of("latest"),
                                Optional.empty()));
    }

    @Test
    void hasNoTagWhenADigestSaysItAll() {
        var ref = ImageRef.parse("host:1/web@" + DIGEST);

        assertThat(ref.tag()).isEmpty();
        assertThat(ref.name()).isEqualTo("web@" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "@",
                "/",
                "Web",
                "host:1/",
                "host:1/web:",
                "host:1/web:.x",
                "host:1/web@sha256:1",
                "host:1/a//b",
                "host:1/../etc",
                "host:1/web:a:b",
                "host:1/web?x=1",
                "ho st:1/web",
                "host:1/web\n:1",
                "user@host:1/web",
                "host:1/a/-b",
                "http://host/web"
            })
    void refusesWhatIsNoReference(String text) {
        assertThatThrownBy(() -> ImageRef.parse(text)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void refusesVeryLongTextsWithoutRepeatingThem() {
        assertThatThrownBy(() -> ImageRef.parse("a/".repeat(100_000)))
                .isInstanceOf(PermanentFailure.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }
}
