package dev.inlay.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final AtomicInteger built = new AtomicInteger();
    private final List<Integer> used = new ArrayList<>();

    @Test
    void usesItsPartsBeforeAndBuildsOthersAfter() {
        var snapshot = Snapshot.of(built::incrementAndGet, used::add);
        assertThat(snapshot.get()).isEqualTo(1);
        assertThat(used).isEmpty();

        snapshot.beforeCheckpoint(NOBODY);
        assertThat(used).containsExactly(1);
        assertThat(snapshot.get()).isEqualTo(1);

        snapshot.afterRestore(NOBODY);
        assertThat(snapshot.get()).isEqualTo(2);
        assertThat(used).containsExactly(1);
    }

    @Test
    void isTakenAlthoughAServiceIsBusyButNotWhenSomethingIsWrong() {
        var busy =
                Snapshot.of(
                        built::incrementAndGet,
                        _ -> {
                            throw new TransientFailure("aws-throttled", "slow down");
                        });
        busy.beforeCheckpoint(NOBODY);

        var wrong =
                Snapshot.of(
                        built::incrementAndGet,
                        _ -> {
                            throw new PermanentFailure("aws-access", "a right is missing");
                        });
        assertThatThrownBy(() -> wrong.beforeCheckpoint(NOBODY))
                .isInstanceOf(PermanentFailure.class);
    }

    private static final Context<Resource> NOBODY =
            new Context<>() {
                @Override
                public void beforeCheckpoint(Context<? extends Resource> context) {}

                @Override
                public void afterRestore(Context<? extends Resource> context) {}

                @Override
                public void register(Resource resource) {}
            };
}
