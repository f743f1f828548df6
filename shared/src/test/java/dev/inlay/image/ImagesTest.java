package dev.inlay.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.storage.MemoryTable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Digest SOURCE = Digest.ofText("source");
    private static final Digest PLATFORM = Digest.ofText("platform");
    private static final Digest TWIN = Digest.ofText("twin");
    private static final Push PUSH = new Push("shop/web", "1.4", SOURCE);

    private final Images images = new Images(new MemoryTable(), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void followsAnImageFromTheQueueToItsResult() {
        images.queued(PUSH);
        images.running(PUSH, Step.PUSH);
        assertThat(progress()).isEqualTo(new Progress.Running(Step.PUSH));

        images.done(PUSH, members(), published());

        var image = images.get("shop/web", SOURCE).orElseThrow();
        assertThat(image.progress()).isEqualTo(new Progress.Done());
        assertThat(image.platforms()).isEqualTo(members());
        assertThat(image.published()).containsEntry("1.4", published());
        assertThat(image.tags()).containsExactly("1.4");
        assertThat(image.seen()).isEqualTo(NOW);
    }

    @Test
    void findsAnImageByWhatSensorsAndEnginesCallIt() {
        images.done(PUSH, members(), published());

        for (var digest : List.of(SOURCE, PLATFORM, TWIN)) {
            assertThat(images.having(digest))
                    .extracting(Image::id)
                    .containsExactly("shop/web@" + SOURCE);
        }
        assertThat(images.having(Digest.ofText("other"))).isEmpty();
    }

    @Test
    void findsOnePlatformInSeveralRepositories() {
        images.done(PUSH, members(), published());
        images.done(new Push("copy/web", "1", SOURCE), members(), published());

        assertThat(images.having(PLATFORM))
                .extracting(Image::repository)
                .containsExactlyInAnyOrder("shop/web", "copy/web");
    }

    @Test
    void keepsOneDocumentForAllTagsOfAnImage() {
        images.queued(PUSH);
        images.queued(new Push("shop/web", "latest", SOURCE));

        assertThat(images.page(Optional.empty(), 10).read()).hasSize(1);
        assertThat(images.in("shop/web", 10).getFirst().tags()).containsExactly("1.4", "latest");

        images.untagged(PUSH);
        assertThat(images.in("shop/web", 10).getFirst().tags()).containsExactly("latest");
    }

    @Test
    void tellsWhyAnImageWasDeclinedAndWhereItFailed() {
        var reason = new Reason("os", "it runs on windows");
        images.declined(PUSH, reason);
        assertThat(progress()).isEqualTo(new Progress.Declined(reason));

        images.failed(PUSH, Step.PUSH, reason);
        assertThat(progress()).isEqualTo(new Progress.Failed(Step.PUSH, reason));
    }

    @Test
    void pages() {
        for (int i = 0; i < 5; i++) {
            images.queued(new Push("shop/web-" + i, "1", SOURCE));
        }

        var first = images.page(Optional.empty(), 3);
        var rest = images.page(Images.end(first), 3);

        assertThat(first.read()).hasSize(3);
        assertThat(rest.read())
                .extracting(Image::repository)
                .containsExactly("shop/web-3", "shop/web-4");
    }

    private Progress progress() {
        return images.get("shop/web", SOURCE).orElseThrow().progress();
    }

    private static Image.Published published() {
        return new Image.Published("1.4-inlay", TWIN, "0.1.0", NOW);
    }

    private static List<Image.Member> members() {
        return List.of(
                Image.Member.instrumented(
                        new Platform("linux", "amd64", ""),
                        PLATFORM,
                        TWIN,
                        new LazyLoading.Kept(Digest.ofText("tables of contents"))),
                Image.Member.instrumented(
                        new Platform("linux", "arm64", ""),
                        Digest.ofText("arm64"),
                        Digest.ofText("arm64 twin"),
                        LazyLoading.lost("its tables are gone")),
                Image.Member.left(
                        new Platform("linux", "arm", "v7"),
                        Digest.ofText("arm"),
                        Decline.PLATFORM.because("there is no sensor for linux/arm/v7")));
    }
}
