package dev.inlay.local.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import dev.inlay.registry.ImageStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An archive of `docker save`, of whatever age. It is read in place and never changed; what is
/// added is kept in memory until all of it is written to another file, in the form that Docker
/// writes since version 25: a layout in a tar, with a `manifest.json` for everybody else.
final class DockerArchive implements Place, AutoCloseable {
    static final int MAX_DOCUMENT = 8 * 1024 * 1024;
    static final String BLOBS = "blobs/sha256/";

    /// Attestations are no images, and `index.json` is what Docker loads.
    static final String REFERRERS = "inlay-referrers.json";

    private final Path file;
    private final FileChannel channel;
    private final ArchiveEntries entries;
    private final Map<Digest, ArchiveEntries.Entry> blobs = new LinkedHashMap<>();
    private final Map<Digest, byte[]> added = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile ObjectNode index;

    private DockerArchive(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        this.entries = ArchiveEntries.of(file, channel);
        entries.files()
                .forEach((name, entry) -> {
                    if (name.startsWith(BLOBS)) {
                        Digest.parse("sha256:" + name.substring(BLOBS.length()))
                                .ifPresent(digest -> blobs.put(digest, entry));
                    }
                });
        this.index = readIndex();
    }

    /// The archive in a file.
    static DockerArchive open(Path file) {
        try {
            var channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new DockerArchive(file, channel);
            } catch (RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private ObjectNode readIndex() {
        var written = document("index.json");
        var there =
                written.filter(tree ->
                                entries.find("oci-layout").isPresent()
                                        && tree.path("manifests")
                                                .valueStream()
                                                .allMatch(each ->
                                                        LayoutIndex.digest(each)
                                                                .filter(this::has)
                                                                .isPresent()))
                        .orElseGet(() -> new LegacyImages(this).index());
        document(REFERRERS)
                .ifPresent(tree ->
                        tree.path("manifests")
                                .forEach(each -> there.withArray("manifests").add(each)));
        return there;
    }

    Optional<ObjectNode> document(String name) {
        return entries.find(name)
                .map(entry ->
                        JsonTree.object(content(entry, MAX_DOCUMENT), name + " of " + name()));
    }

    /// The same as a place for images.
    ImageStore store() {
        return new LayoutStore(this);
    }

    ArchiveEntries entries() {
        return entries;
    }

    /// Lets a file of the archive be found as a blob.
    void blob(Digest digest, ArchiveEntries.Entry entry) {
        blobs.put(digest, entry);
    }

    byte[] content(ArchiveEntries.Entry entry, int limit) {
        try {
            return entries.content(channel, entry, limit);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Of a file as it lies there, which is read for it.
    Digest digest(ArchiveEntries.Entry entry) {
        try {
            return entries.digest(channel, entry);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public String name() {
        return "archive " + file;
    }

    @Override
    public Optional<byte[]> read(Digest digest, int limit) {
        var fresh = Optional.ofNullable(added.get(digest));
        if (fresh.isPresent() && fresh.get().length > limit) {
            throw entries.refused(digest + " is larger than " + limit + " bytes");
        }
        return fresh.or(() ->
                Optional.ofNullable(blobs.get(digest))
                        .map(entry -> {
                            if (entry.size() > limit) {
                                throw entries.refused(
                                        digest + " is larger than " + limit + " bytes");
                            }
                            return content(entry, limit);
                        }));
    }

    @Override
    public boolean has(Digest digest) {
        return added.containsKey(digest) || blobs.containsKey(digest);
    }

    @Override
    public void write(Digest digest, byte[] content) {
        if (!has(digest)) {
            added.put(digest, content);
        }
    }

    @Override
    public ObjectNode index() {
        return index.deepCopy();
    }

    @Override
    public void index(ObjectNode changed) {
        index = changed;
    }

    /// Writes everything to another file, which appears when it is complete.
    void writeTo(Path output) {
        new ArchiveWriter(this, channel, blobs, added).write(file, output);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static PermanentFailure unreadable(Path file, IOException e) {
        return new PermanentFailure(
                "archive-unreadable",
                "working on the archive %s: %s; check that it is there and the disk has room"
                        .formatted(file, e),
                e);
    }
}
