package dev.inlay.e2e.story;

import dev.inlay.failure.PermanentFailure;
import org.jspecify.annotations.Nullable;

/// Something one step brings and later ones use.
final class Prop<T> {
    private final String name;
    private @Nullable T thing;

    /// Not there yet.
    Prop(String name) {
        this.name = name;
    }

    /// Brings it.
    T put(T brought) {
        thing = brought;
        return brought;
    }

    /// Uses it.
    T get() {
        if (thing == null) {
            throw new PermanentFailure("prop-missing", "there is no " + name);
        }
        return thing;
    }
}
