package dev.inlay.e2e.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneTest {
    /// Where the kernel takes them for connections, one may be gone before it is used; and it gives
    /// the same one twice to whoever asks twice.
    @Test
    void givesPortsThatNobodyElseGets() {
        var ports = IntStream.range(0, 500).map(_ -> Scene.freePort()).boxed().toList();

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port < 32_768);
    }
}
