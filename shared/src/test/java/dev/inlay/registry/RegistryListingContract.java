package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every registry tells the sweep, through whatever protocol.
public abstract class RegistryListingContract {
    /// The adapter under test.
    protected abstract RegistryListing listing();

    /// Pushes an image of its own under a tag, making its repository.
    ///
    /// @return the digest the tag points at
    protected abstract Digest push(String repository, String tag);

    @Test
    void listsRepositoriesAndTheirTags() {
        push("list/one", "1");
        push("list/one", "2");
        push("list/two", "1");

        assertThat(listing().repositories()).contains("list/one", "list/two");
        assertThat(listing().tags("list/one")).containsExactlyInAnyOrder("1", "2");
        assertThat(listing().tags("list/none")).isEmpty();
    }

    @Test
    void listsAllOfManyTags() {
        var tags = IntStream.range(0, 120).mapToObj(i -> "t" + i).toList();
        tags.forEach(tag -> push("many/tags", tag));

        assertThat(listing().tags("many/tags")).containsExactlyInAnyOrderElementsOf(tags);
    }

    @Test
    void resolvesATagToWhatItPointsAtNow() {
        var first = push("resolve/image", "latest");
        assertThat(listing().resolve("resolve/image", "latest")).contains(first);

        var second = push("resolve/image", "latest");
        assertThat(second).isNotEqualTo(first);
        assertThat(listing().resolve("resolve/image", "latest")).contains(second);

        assertThat(listing().resolve("resolve/image", "none")).isEmpty();
        assertThat(listing().resolve("resolve/none", "latest")).isEmpty();
    }

    @Test
    void knowsAManifestByItsDigest() {
        var pushed = push("manifests/image", "latest");

        assertThat(listing().hasManifest("manifests/image", pushed)).isTrue();
        assertThat(listing().hasManifest("manifests/image", Digest.ofText("none"))).isFalse();
        assertThat(listing().hasManifest("manifests/none", pushed)).isFalse();
    }
}
