package dev.inlay.e2e;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Scene;
import dev.inlay.image.Digest;
import dev.inlay.image.JsonTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An image as others see it: fetched by skopeo, unpacked by umoci, looked at as files.
///
/// @param files what each path is, in words that can be compared
/// @param configuration as it is stored
/// @param layers digests, lowest first
record Unpacked(Map<String, String> files, ObjectNode configuration, List<String> layers) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;

    /// @param name of a folder that nobody has yet
    static Unpacked of(Scene scene, String reference, String name) throws IOException {
        String remote = "docker://" + reference;
        Path folder = Files.createDirectories(scene.file(name));
        String layout = folder + "/layout:1";
        ObjectNode manifest = read("skopeo", "inspect", "--tls-verify=false", "--raw", remote);
        fetch(manifest.toString().contains("tar+zstd"), remote, folder);
        run("umoci", "unpack", "--image", layout, folder + "/bundle");
        if (manifest.has("manifests")) {
            manifest = read("skopeo", "inspect", "--raw", "oci:" + layout);
        }
        Path root = folder.resolve("bundle/rootfs");
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(root)) {
            for (Path path : paths.filter(path -> !path.equals(root)).toList()) {
                files.put(root.relativize(path).toString(), describe(path));
            }
        }
        return new Unpacked(
                files,
                read("skopeo", "inspect", "--tls-verify=false", "--config", "--raw", remote),
                manifest.path("layers")
                        .valueStream()
                        .map(layer -> layer.path("digest").asText())
                        .toList());
    }

    /// umoci 0.4 knows no zstd, so skopeo unpacks what is compressed that way.
    private static void fetch(boolean zstd, String remote, Path folder) {
        String layout = "oci:" + folder + "/layout:1";
        List<String> copy = List.of("skopeo", "copy", "--quiet", "--src-tls-verify=false");
        if (!zstd) {
            run(Command.of(copy).with(List.of(remote, layout)));
            return;
        }
        String plain = "dir:" + folder + "/plain";
        run(Command.of(copy).with(List.of("--dest-decompress", remote, plain)));
        run(Command.of(copy).with(List.of(plain, layout)));
    }

    private static String describe(Path path) throws IOException {
        Map<String, Object> at =
                Files.readAttributes(
                        path,
                        "unix:mode,uid,gid,nlink,size,rdev,lastModifiedTime",
                        LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) requireNonNull(at.get("mode"));
        String owner = "%o %s:%s %s".formatted(mode, at.get("uid"), at.get("gid"), at.get("rdev"));
        return switch (mode & TYPE) {
            case LINK -> owner + " -> " + Files.readSymbolicLink(path);
            case DIRECTORY -> owner + " " + at.get("lastModifiedTime");
            case REGULAR ->
                    "%s %s links %s %s"
                            .formatted(
                                    owner,
                                    at.get("lastModifiedTime"),
                                    at.get("nlink"),
                                    Digest.of(Files.readAllBytes(path)));
            default -> owner + " " + at.get("lastModifiedTime");
        };
    }

    private static ObjectNode read(String... command) {
        var answer = Command.of(command).run().orFail(String.join(" ", command)).output();
        return JsonTree.object(answer.getBytes(StandardCharsets.UTF_8), String.join(" ", command));
    }

    private static void run(String... command) {
        run(Command.of(command));
    }

    private static void run(Command command) {
        command.run().orFail(command.toString());
    }
}
