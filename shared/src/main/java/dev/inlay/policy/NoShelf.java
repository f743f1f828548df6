package dev.inlay.policy;

import dev.inlay.image.Digest;

/// Nothing is missing where nobody looks.
record NoShelf() implements PolicyShelf {
    @Override
    public void put(Digest image, long version, SignedPolicy signed) {}

    @Override
    public boolean holds(Digest image, long version) {
        return true;
    }
}
