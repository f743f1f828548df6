package dev.inlay.local.store;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Where the files of a tar lie in it. Only headers are read. Anybody may have written it, so what
/// has no business in an archive of images is refused: paths that lead out, devices, hard links,
/// the same file twice, files that end behind the end of the archive.
final class ArchiveEntries {
    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_NAME = 1_024;
    private static final int BLOCK = 512;
    private static final int AT_ONCE = 1024 * 1024;
    private static final Set<Byte> FILES = Set.of(TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM);

    private final Path archive;
    private final Map<String, Entry> files = new LinkedHashMap<>();
    private final Map<String, String> links = new HashMap<>();

    /// A file in it.
    ///
    /// @param at where its content begins
    record Entry(long at, long size) {}

    private ArchiveEntries(Path archive) {
        this.archive = archive;
    }

    /// Reads the headers.
    static ArchiveEntries of(Path archive, FileChannel channel) {
        var entries = new ArchiveEntries(archive);
        try {
            entries.read(channel);
        } catch (IOException | IllegalArgumentException e) {
            throw entries.refused("it is no tar, or it was cut short (" + e.getMessage() + ")");
        }
        return entries;
    }

    /// From header to header, past the contents: a reader that goes through them would read all
    /// layers.
    private void read(FileChannel channel) throws IOException {
        long next = 0;
        for (int count = 0; count <= MAX_ENTRIES; count++) {
            // Not closed: that would close the channel. It reads no further than the header.
            var tar = new TarArchiveInputStream(Channels.newInputStream(channel.position(next)));
            var entry = tar.getNextEntry();
            if (entry == null) {
                return;
            }
            long at = channel.position();
            take(entry, at, channel.size());
            next = at + (entry.getSize() + BLOCK - 1) / BLOCK * BLOCK;
        }
        throw refused("it has more than " + MAX_ENTRIES + " entries");
    }

    private void take(TarArchiveEntry entry, long at, long end) {
        var name = entry.getName();
        if (!isInside(name)) {
            throw refused("the name '" + printable(name) + "' leads out of it");
        }
        boolean link = entry.isSymbolicLink() && entry.getLinkName().indexOf('\0') < 0;
        if ((link || entry.isDirectory()) && entry.getSize() == 0) {
            if (link) {
                links.put(name, entry.getLinkName());
            }
            return;
        }
        if (!FILES.contains(entry.getLinkFlag()) || entry.isDirectory() || entry.isSparse()) {
            throw refused(printable(name) + " is neither a file nor a folder");
        }
        if (entry.getSize() < 0 || entry.getSize() > end - at) {
            throw refused(printable(name) + " ends behind the end of the archive");
        }
        if (files.put(name, new Entry(at, entry.getSize())) != null) {
            throw refused(printable(name) + " is in it twice");
        }
    }

    /// `docker save` wrote links for layers that are the same; any other leads nowhere here.
    Optional<Entry> find(String name) {
        var direct = Optional.ofNullable(files.get(name));
        return direct.isPresent()
                ? direct
                : Optional.ofNullable(links.get(name))
                        .map(target -> Path.of("/" + name).resolveSibling(target).normalize())
                        .map(target -> files.get(target.toString().substring(1)));
    }

    Map<String, Entry> files() {
        return files;
    }

    byte[] content(FileChannel channel, Entry entry, int limit) throws IOException {
        if (entry.size() > limit) {
            throw refused("a document in it is larger than " + limit + " bytes");
        }
        var buffer = ByteBuffer.allocate((int) entry.size());
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, entry.at() + buffer.position()) < 0) {
                throw refused("it became shorter while it was read");
            }
        }
        return buffer.array();
    }

    Digest digest(FileChannel channel, Entry entry) throws IOException {
        var sha = sha256();
        var buffer = ByteBuffer.allocate(AT_ONCE);
        for (long done = 0; done < entry.size(); done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(AT_ONCE, entry.size() - done));
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, entry.at() + done + buffer.position()) < 0) {
                    throw refused("it became shorter while it was read");
                }
            }
            sha.update(buffer.flip());
        }
        return new Digest("sha256:" + HexFormat.of().formatHex(sha.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isInside(String name) {
        if (name.isEmpty()
                || name.length() > MAX_NAME
                || name.startsWith("/")
                || name.contains("\\")
                || name.indexOf('\0') >= 0) {
            return false;
        }
        for (var part : name.split("/", -1)) {
            if (part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    PermanentFailure refused(String because) {
        return new PermanentFailure(
                "archive-refused",
                "reading the archive %s: %s; was it written by docker save, and completely?"
                        .formatted(archive, because));
    }

    private static String printable(String name) {
        var text = name.replaceAll("\\p{Cntrl}", "\ufffd");
        return text.substring(0, Math.min(200, text.length()));
    }
}
