package dev.inlay.instrument;

import dev.inlay.image.LazyLoading;
import dev.inlay.image.Manifest;
import java.util.Optional;

/// What an instrumented image has for hosts that start images before they have all of them.
///
/// @param lazyLoading what becomes of that
/// @param made a SOCI index that has to be stored for it
record LazyIndex(LazyLoading lazyLoading, Optional<Manifest> made) {
    static final LazyIndex NONE = new LazyIndex(new LazyLoading.None(), Optional.empty());

    static LazyIndex lost(String text) {
        return new LazyIndex(LazyLoading.lost(text), Optional.empty());
    }
}
