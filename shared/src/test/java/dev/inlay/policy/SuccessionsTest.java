package dev.inlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.storage.MemoryTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessionsTest {
    private static final Digest OLD = Digest.ofText("old");
    private static final Digest NEW = Digest.ofText("new");

    @Test
    void namesTheImageBeforeAndNeverTheImageItself() {
        var successions = new Successions(new MemoryTable());
        assertThat(successions.predecessor("shop/web", OLD)).isEmpty();

        successions.succeed("shop/web", OLD);

        assertThat(successions.predecessor("shop/web", OLD)).isEmpty();
        assertThat(successions.predecessor("shop/web", NEW)).contains(OLD);
        assertThat(successions.predecessor("shop/api", NEW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "shop/web:1.4, shop/web",
        "shop/web, shop/web",
        "registry:5000/shop/web:1.4, registry:5000/shop/web",
        "registry:5000/shop/web, registry:5000/shop/web",
        "shop/web@sha256:abc, shop/web",
        "'', ''"
    })
    void takesTheRepositoryOutOfASource(String source, String repository) {
        assertThat(Successions.repository(source)).isEqualTo(repository);
    }
}
