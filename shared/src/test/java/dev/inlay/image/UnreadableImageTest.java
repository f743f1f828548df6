package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Damage;
import dev.inlay.storage.Aside;
import dev.inlay.storage.Key;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Row;
import dev.inlay.storage.Unreadable;
import dev.inlay.storage.Write;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An image of the catalog that another version wrote, or that was damaged.
class UnreadableImageTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Digest DIGEST = Digest.ofText("web");
    private static final Digest TWIN = Digest.ofText("twin");
    private static final Push WEB = new Push("shop/web", "1", DIGEST);
    private static final Push API = new Push("shop/api", "1", DIGEST);
    private static final Key PLACE = new Key("image", "shop/web@" + DIGEST);

    private final MemoryTable catalog = new MemoryTable();
    private final Images images = new Images(catalog, Clock.fixed(NOW, ZoneOffset.UTC));
    private Image web = instrument(WEB);

    private Image instrument(Push push) {
        return images.done(
                push,
                List.of(
                        Image.Member.instrumented(
                                new Platform("linux", "amd64", ""),
                                DIGEST,
                                TWIN,
                                new LazyLoading.None())),
                new Image.Published("1-inlay", TWIN, "0.1.0", NOW));
    }

    @BeforeEach
    void instrumentBoth() {
        images.queued(WEB);
        web = instrument(WEB);
        instrument(API);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"version\":2}",
                "{\"version\":1}",
                "{\"version\":1,\"repository\":\"shop/web\",\"digest\":\"sha256:1\"}"
            })
    void hidesNoOtherAndIsMadeAnewByBeingInstrumentedAgain(String document) {
        catalog.write(Write.put(PLACE, document));

        assertThat(images.page(Optional.empty(), 10).read())
                .extracting(Image::repository)
                .containsExactly("shop/api");
        assertThat(images.page(Optional.empty(), 10).unreadable())
                .extracting(Unreadable::key)
                .containsExactly(PLACE);
        assertThat(images.having(DIGEST)).hasSize(1);
        assertThat(images.having(TWIN)).hasSize(1);
        assertThat(images.in("shop/web", 10)).isEmpty();
        assertThat(images.allIn("shop/web")).isEmpty();
        assertThat(images.repositories()).containsExactly("shop/api", "shop/web");
        assertThat(images.get("shop/web", DIGEST)).isEmpty();
        images.gone("shop/web", DIGEST);
        images.untagged(WEB);
        assertThat(catalog.get(PLACE)).map(Row::document).contains(document);

        assertThat(images.queued(WEB).aside()).isPresent();
        assertThat(instrument(WEB)).isEqualTo(web);
        assertThat(images.having(TWIN)).hasSize(2);
        assertThat(catalog.all("image", Aside.PREFIX))
                .extracting(Row::document)
                .containsExactly(document);
        assertThat(images.page(Optional.empty(), 2).read()).as("whole pages").hasSize(2);
        assertThat(images.repositories()).containsExactly("shop/api", "shop/web");
    }

    @Test
    void letsNoDamageBreakMoreThanItself() {
        var document = catalog.get(PLACE).orElseThrow().document();
        for (var damaged : Damage.of(document)) {
            catalog.write(Write.put(PLACE, damaged));

            var page = images.page(Optional.empty(), 10);

            assertThat(page.read().size() + page.unreadable().size()).as(damaged).isEqualTo(2);
            assertThat(images.having(DIGEST)).as(damaged).isNotEmpty();
        }
    }

    @Test
    void isReadWithFieldsThatNobodyKnowsYet() {
        var document = catalog.get(PLACE).orElseThrow().document();
        catalog.write(Write.put(PLACE, document.replaceFirst("\\{", "{\"mood\":{\"good\":[1]},")));

        assertThat(images.get("shop/web", DIGEST)).contains(web);
    }
}
