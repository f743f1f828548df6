package dev.inlay.coverage;

import java.util.List;
import java.util.Optional;

/// Who knows what runs: ECS in an account, the Docker Engine on one machine.
///
/// Throws `TransientFailure` when it could not be asked now.
public interface Fleet {
    /// Every container that runs now, instrumented or not; empty when nobody here can know.
    Optional<List<Running>> running();

    /// The containers of one task, while they run.
    ///
    /// @param cluster as `Running` names it
    /// @param task as `Running` names it
    List<Running> running(String cluster, String task);

    /// What services would start and do not run now. Nothing where nobody starts anything again.
    ///
    /// @param running all that runs
    default List<Idle> idle(List<Running> running) {
        return List.of();
    }

    /// Where nobody can know.
    static Fleet unknown() {
        return new Fleet() {
            @Override
            public Optional<List<Running>> running() {
                return Optional.empty();
            }

            @Override
            public List<Running> running(String cluster, String task) {
                return List.of();
            }
        };
    }
}
