package dev.inlay.policy;

import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import java.util.Optional;

/// Which image of a repository came before which, in the catalog: a new one begins with what is
/// known of its predecessor.
public final class Successions {
    private static final String PARTITION = "succession";

    private final Table catalog;

    /// Successions kept in a table.
    ///
    /// @param catalog the table of that name
    public Successions(Table catalog) {
        this.catalog = catalog;
    }

    /// The image whose policy a new image of a repository begins with; empty for the first one.
    public Optional<Digest> predecessor(String repository, Digest image) {
        return catalog.get(key(repository))
                .map(Row::document)
                .flatMap(Successions::read)
                .filter(latest -> !latest.equals(image));
    }

    /// From now on this is the image that the next one inherits from.
    public void succeed(String repository, Digest image) {
        catalog.merge(
                key(repository),
                _ -> Optional.of(Json.write(Json.object().put("image", image.value()))));
    }

    private static Optional<Digest> read(String document) {
        return Digest.parse(
                Json.read(document, 1_024, from -> from.text("image", 128))
                        .stored("a succession of the catalog"));
    }

    /// The repository of a source reference such as `registry:5000/shop/web:1.4`.
    public static String repository(String source) {
        var name = source.contains("@") ? source.substring(0, source.indexOf('@')) : source;
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    private static Key key(String repository) {
        return new Key(PARTITION, repository.isEmpty() ? "unknown" : repository);
    }
}
