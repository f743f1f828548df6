package dev.inlay.image;

import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// The images of the catalog. A source image is one document however many tags point at it; from
/// the digests of its platforms, which is what sensors report, and from those of the instrumented
/// images, which is what runs, it is found through rows of their own.
public final class Images {
    private static final String PARTITION = "image";
    private static final String BY_DIGEST = "image-of-digest";
    private static final String BEHIND_ALL_DIGESTS = "@~";
    private static final int MAX_SHARING = 1000;

    private final Table catalog;
    private final InstantSource clock;

    /// @param catalog the table of that name
    public Images(Table catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /// The image that was pushed with this digest.
    public Optional<Image> get(String repository, Digest digest) {
        return catalog.get(key(repository, digest)).map(Images::read);
    }

    /// All images, by repository; a page.
    ///
    /// @param after the `id()` of the last image of the page before
    public List<Image> page(Optional<String> after, int limit) {
        return catalog.query(PARTITION, "", after, limit).stream().map(Images::read).toList();
    }

    /// The images of one repository.
    public List<Image> in(String repository, int limit) {
        return catalog.query(PARTITION, repository + "@", Optional.empty(), limit).stream()
                .map(Images::read)
                .toList();
    }

    /// The images that a platform's manifest belongs to, instrumented or not. Usually one; several
    /// when the same image was pushed to several repositories.
    public List<Image> having(Digest platformManifest) {
        return catalog
                .query(BY_DIGEST, platformManifest + "/", Optional.empty(), MAX_SHARING)
                .stream()
                .map(Row::document)
                .map(id -> catalog.get(new Key(PARTITION, unquoted(id))))
                .flatMap(Optional::stream)
                .map(Images::read)
                .toList();
    }

    /// All images of one repository.
    public List<Image> allIn(String repository) {
        return catalog.all(PARTITION, repository + "@").stream().map(Images::read).toList();
    }

    /// The repositories that images are known of, one query for each.
    public List<String> repositories() {
        var found = new ArrayList<String>();
        var next = page(Optional.empty(), 1);
        while (!next.isEmpty()) {
            var repository = next.getFirst().repository();
            found.add(repository);
            next = page(Optional.of(repository + BEHIND_ALL_DIGESTS), 1);
        }
        return List.copyOf(found);
    }

    /// A push was heard of and its work is in the queue.
    public Image queued(Push push) {
        return change(
                push,
                image ->
                        image.tagged(push.tag())
                                .with(image.trail().there().queued())
                                .with(new Progress.Queued()));
    }

    /// A tag does not point at it any more. What was published stays published.
    public void untagged(Push push) {
        if (get(push.repository(), push.digest()).isPresent()) {
            change(push, image -> image.untagged(push.tag()));
        }
    }

    /// The original is no longer in the repository. What was published stays published.
    public void gone(String repository, Digest digest) {
        var now = clock.instant();
        catalog.merge(
                key(repository, digest),
                before ->
                        before.map(ImageDocument::read)
                                .filter(image -> image.trail().gone().isEmpty())
                                .map(image -> image.gone(now))
                                .map(image -> image.with(image.trail().changed(now)))
                                .map(ImageDocument::write)
                                .or(() -> before));
    }

    /// Work on it began a step.
    public Image running(Push push, Step step) {
        var now = clock.instant();
        return change(
                push,
                image ->
                        image.with(image.trail().began(step, now))
                                .tagged(push.tag())
                                .with(new Progress.Running(step)));
    }

    /// It cannot be instrumented.
    public Image declined(Push push, Reason reason) {
        return change(push, image -> image.with(new Progress.Declined(reason)));
    }

    /// It should have worked.
    public Image failed(Push push, Step step, Reason reason) {
        return change(push, image -> image.with(new Progress.Failed(step, reason)));
    }

    /// The instrumented image is in the repository.
    public Image done(Push push, List<Image.Member> platforms, Image.Published published) {
        find(push, platforms, published);
        return change(push, image -> image.published(push.tag(), platforms, published));
    }

    private void find(Push push, List<Image.Member> platforms, Image.Published published) {
        var digests = new TreeSet<Digest>(List.of(push.digest(), published.digest()));
        for (var member : platforms) {
            digests.add(member.source());
            member.instrumented().ifPresent(digests::add);
        }
        var id = push.repository() + "@" + push.digest();
        for (var digest : digests) {
            catalog.write(Write.put(new Key(BY_DIGEST, digest + "/" + id), quoted(id)));
        }
    }

    private Image change(Push push, UnaryOperator<Image> change) {
        var now = clock.instant();
        var key = key(push.repository(), push.digest());
        return catalog.merge(
                        key,
                        before -> {
                            var image = before.map(ImageDocument::read).orElse(fresh(push, now));
                            var after = change.apply(image);
                            return Optional.of(
                                    ImageDocument.write(after.with(after.trail().changed(now))));
                        })
                .map(ImageDocument::read)
                .orElseThrow();
    }

    private static Image fresh(Push push, Instant now) {
        return new Image(
                push.repository(),
                push.digest(),
                new TreeSet<>(List.of(push.tag())),
                List.of(),
                new Progress.New(),
                new TreeMap<>(),
                Trail.from(now));
    }

    private static Image read(Row row) {
        return ImageDocument.read(row.document());
    }

    private static Key key(String repository, Digest digest) {
        return new Key(PARTITION, repository + "@" + digest);
    }

    private static String quoted(String id) {
        return "\"" + id + "\"";
    }

    private static String unquoted(String json) {
        return json.substring(1, json.length() - 1);
    }
}
