package dev.inlay.aws.lambda;

import dev.inlay.failure.TransientFailure;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// What a handler works with. Before the snapshot is taken it is used once, so that what has to be
/// loaded and compiled is; after each restore it is built anew, so that no two environments share a
/// connection, a credential, a secret that was rotated since, or the state of a random generator.
///
/// @param <T> the handler's parts
public final class Snapshot<T> implements Supplier<T>, Resource {
    private final Supplier<T> build;
    private final Consumer<T> pass;
    private volatile T parts;

    private Snapshot(Supplier<T> build, Consumer<T> pass) {
        this.build = build;
        this.pass = pass;
        this.parts = build.get();
    }

    /// Builds the parts, and registers for what is to come. Whoever gets it has to keep it: the
    /// register holds it weakly.
    ///
    /// @param pass uses the parts as an invocation would, and changes nothing
    public static <T> Snapshot<T> of(Supplier<T> build, Consumer<T> pass) {
        var snapshot = new Snapshot<>(build, pass);
        Core.getGlobalContext().register(snapshot);
        return snapshot;
    }

    @Override
    public T get() {
        return parts;
    }

    /// A service that is busy makes the first calls slow and nothing else; whatever else goes wrong
    /// is wrong with the deployment, which had better fail now.
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            pass.accept(parts);
        } catch (TransientFailure e) {
            System.err.println("the snapshot is taken unprepared: " + e.getMessage());
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        parts = build.get();
    }
}
