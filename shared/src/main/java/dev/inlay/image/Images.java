package dev.inlay.image;

import dev.inlay.document.Reading;
import dev.inlay.storage.Aside;
import dev.inlay.storage.Found;
import dev.inlay.storage.Joined;
import dev.inlay.storage.Joint;
import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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
    private final Joint<Image> joint;

    /// @param catalog the table of that name
    public Images(Table catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
        this.joint =
                new Joint<>(
                        catalog,
                        "image",
                        (key, document) -> ImageDocument.read(key.sort(), document),
                        ImageDocument::write);
    }

    /// The image that was pushed with this digest; empty as well where it cannot be read.
    public Optional<Image> get(String repository, Digest digest) {
        return look(repository, digest).flatMap(Reading::found);
    }

    /// The same, where it matters whether it is not there or cannot be read.
    public Optional<Reading<Image>> look(String repository, Digest digest) {
        return catalog.get(key(repository, digest)).map(joint::read);
    }

    /// All images, by repository; a page.
    ///
    /// @param after where the page before ended
    public Found<Image> page(Optional<String> after, int limit) {
        return Found.of("image", rows(after, limit), joint::read);
    }

    /// As many as were asked for, but at the end: what was put aside lies among them.
    private List<Row> rows(Optional<String> after, int limit) {
        var rows = new ArrayList<Row>();
        var behind = after;
        int asked;
        List<Row> some;
        do {
            asked = limit - rows.size();
            some = catalog.query(PARTITION, "", behind, asked);
            some.stream().filter(row -> !Aside.is(row.key())).forEach(rows::add);
            behind = some.isEmpty() ? behind : Optional.of(some.getLast().key().sort());
        } while (rows.size() < limit && some.size() == asked);
        return rows;
    }

    /// Where a page ends; empty for one that is empty.
    public static Optional<String> end(Found<Image> page) {
        return Stream.concat(
                        page.read().stream().map(Image::id),
                        page.unreadable().stream().map(each -> each.key().sort()))
                .max(Comparator.naturalOrder());
    }

    /// The images of one repository that can be read.
    public List<Image> in(String repository, int limit) {
        return readable(catalog.query(PARTITION, repository + "@", Optional.empty(), limit));
    }

    private List<Image> readable(List<Row> rows) {
        return Found.of("image", rows, joint::read).read();
    }

    /// The images that a platform's manifest belongs to, instrumented or not, as far as they can be
    /// read. Usually one; several when the same image was pushed to several repositories.
    public List<Image> having(Digest platformManifest) {
        var prefix = platformManifest + "/";
        return readable(
                catalog.query(BY_DIGEST, prefix, Optional.empty(), MAX_SHARING).stream()
                        .map(row -> row.key().sort().substring(prefix.length()))
                        .filter(id -> !id.isEmpty())
                        .map(id -> catalog.get(new Key(PARTITION, id)))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /// All images of one repository that can be read.
    public List<Image> allIn(String repository) {
        return readable(catalog.all(PARTITION, repository + "@"));
    }

    /// The repositories that images are known of, one query for each.
    public List<String> repositories() {
        var found = new ArrayList<String>();
        var next = rows(Optional.empty(), 1);
        while (!next.isEmpty()) {
            var id = next.getFirst().key().sort();
            var repository = id.substring(0, Math.max(0, id.lastIndexOf('@')));
            if (!repository.isEmpty()) {
                found.add(repository);
            }
            var behind = repository.isEmpty() ? id : repository + BEHIND_ALL_DIGESTS;
            next = rows(Optional.of(behind), 1);
        }
        return List.copyOf(found);
    }

    /// A push was heard of and its work is in the queue. What is stored of the image and cannot be
    /// read is put aside: the work that follows says it anew.
    public Joined<Image> queued(Push push) {
        return join(
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
                        before.flatMap(text -> read(repository, digest, text))
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
        return join(push, change).now();
    }

    private Joined<Image> join(Push push, UnaryOperator<Image> change) {
        var now = clock.instant();
        return joint.join(
                key(push.repository(), push.digest()),
                Optional.empty(),
                before -> {
                    var after = change.apply(before.orElseGet(() -> fresh(push, now)));
                    return after.with(after.trail().changed(now));
                });
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

    private static Optional<Image> read(String repository, Digest digest, String document) {
        return ImageDocument.read(key(repository, digest).sort(), document).found();
    }

    private static Key key(String repository, Digest digest) {
        return new Key(PARTITION, repository + "@" + digest);
    }

    private static String quoted(String id) {
        return "\"" + id + "\"";
    }
}
