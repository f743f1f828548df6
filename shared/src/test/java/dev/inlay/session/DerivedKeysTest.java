package dev.inlay.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DerivedKeysTest {
    private static final String ROOT = "q".repeat(64);

    @Test
    void givesTheSameKeysToEveryFunction() {
        var one = new DerivedKeys(ROOT);
        var other = new DerivedKeys(ROOT);

        assertThat(one.sessions().sign("x")).isEqualTo(other.sessions().sign("x"));
        assertThat(requireNonNull(one.epochs(2).get(1)).sign("x"))
                .isEqualTo(requireNonNull(other.epochs(3).get(1)).sign("x"));
    }

    @Test
    void givesEveryUseAKeyOfItsOwn() {
        var keys = new DerivedKeys(ROOT);
        var epochs = keys.epochs(2);

        assertThat(epochs).containsOnlyKeys(1, 2);
        assertThat(keys.sessions().sign("x"))
                .isNotEqualTo(requireNonNull(epochs.get(1)).sign("x"))
                .isNotEqualTo(new DerivedKeys("r".repeat(64)).sessions().sign("x"));
        assertThat(requireNonNull(epochs.get(1)).sign("x"))
                .isNotEqualTo(requireNonNull(epochs.get(2)).sign("x"));
    }

    @Test
    void refusesASecretThatCouldBeGuessed() {
        assertThatThrownBy(() -> new DerivedKeys("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("short");
    }
}
