package dev.inlay.session;

import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;

/// Enrolment tokens that no longer hold: those of one image, or all of an epoch whose key leaked.
/// The sessions they opened end too.
public final class Revocations {
    private static final String PARTITION = "revocation";

    private final Table catalog;

    /// @param catalog the table of that name
    public Revocations(Table catalog) {
        this.catalog = catalog;
    }

    /// Ends the token of an image, in every epoch.
    public void revoke(Digest image) {
        catalog.write(Write.put(key(image), "{\"version\":1}"));
    }

    /// Ends all tokens of an epoch.
    public void revoke(int epoch) {
        catalog.write(Write.put(key(epoch), "{\"version\":1}"));
    }

    boolean holdsFor(Digest image) {
        return catalog.get(key(image)).isPresent();
    }

    boolean holdsFor(int epoch) {
        return catalog.get(key(epoch)).isPresent();
    }

    private static Key key(Digest image) {
        return new Key(PARTITION, "image/" + image);
    }

    private static Key key(int epoch) {
        return new Key(PARTITION, "epoch/" + epoch);
    }
}
