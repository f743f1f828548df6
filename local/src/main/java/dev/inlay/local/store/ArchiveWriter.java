package dev.inlay.local.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/// Writes an archive anew. Layers go from file to file inside the kernel, once; where the file
/// system can share them, it does.
final class ArchiveWriter {
    private static final int BLOCK = 512;
    private static final ZipEncoding NAMES = ZipEncodingHelper.getZipEncoding("UTF-8");

    private final DockerArchive archive;
    private final FileChannel from;
    private final Map<Digest, ArchiveEntries.Entry> blobs;
    private final Map<Digest, byte[]> added;

    ArchiveWriter(
            DockerArchive archive,
            FileChannel from,
            Map<Digest, ArchiveEntries.Entry> blobs,
            Map<Digest, byte[]> added) {
        this.archive = archive;
        this.from = from;
        this.blobs = blobs;
        this.added = added;
    }

    void write(Path input, Path output) {
        try {
            if (Files.exists(output) && Files.isSameFile(input, output)) {
                throw new PermanentFailure(
                        "archive-output",
                        "writing " + output + ": that is the archive itself; name another file");
            }
            var fresh = output.resolveSibling(output.getFileName() + ".part");
            Files.deleteIfExists(fresh);
            try (var to = FileChannel.open(fresh, CREATE_NEW, WRITE)) {
                write(to);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(fresh);
                throw e;
            }
            Files.move(fresh, output, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw DockerArchive.unreadable(output, e);
        }
    }

    private void write(FileChannel to) throws IOException {
        var index = new LayoutIndex(archive.index());
        for (var blob : blobs.entrySet()) {
            header(to, DockerArchive.BLOBS + blob.getKey().hex(), blob.getValue().size());
            copy(blob.getValue(), to);
        }
        for (var blob : added.entrySet()) {
            file(to, DockerArchive.BLOBS + blob.getKey().hex(), blob.getValue());
        }
        file(to, "oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
        file(to, "index.json", JsonTree.bytes(listed(index, false)));
        var referrers = listed(index, true);
        if (!referrers.path("manifests").isEmpty()) {
            file(to, DockerArchive.REFERRERS, JsonTree.bytes(referrers));
        }
        file(to, "manifest.json", JsonTree.bytes(new ImageList(archive).of(index)));
        to.write(ByteBuffer.allocate(2 * BLOCK));
    }

    private static JsonNode listed(LayoutIndex index, boolean artifacts) {
        var tree = index.tree().deepCopy();
        tree.withArray("manifests").removeIf(each -> each.has("artifactType") != artifacts);
        return tree;
    }

    private static void file(FileChannel to, String name, byte[] content) throws IOException {
        header(to, name, content.length);
        fully(to, ByteBuffer.wrap(content));
        pad(to, content.length);
    }

    private static void header(FileChannel to, String name, long size) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(0644);
        entry.setModTime(0L);
        entry.setUserName("");
        var header = new byte[BLOCK];
        entry.writeEntryHeader(header, NAMES, true);
        fully(to, ByteBuffer.wrap(header));
    }

    private void copy(ArchiveEntries.Entry entry, FileChannel to) throws IOException {
        long done = 0;
        while (done < entry.size()) {
            long now = from.transferTo(entry.at() + done, entry.size() - done, to);
            if (now <= 0) {
                throw new IOException("the archive became shorter while it was read");
            }
            done += now;
        }
        pad(to, entry.size());
    }

    private static void pad(FileChannel to, long size) throws IOException {
        fully(to, ByteBuffer.allocate((int) ((BLOCK - size % BLOCK) % BLOCK)));
    }

    private static void fully(FileChannel to, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            to.write(content);
        }
    }
}
