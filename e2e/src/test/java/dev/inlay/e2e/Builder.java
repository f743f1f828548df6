package dev.inlay.e2e;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Something that makes an image of the content and pushes it.
///
/// @param name one word
/// @param work takes the workshop and the reference to push to
record Builder(String name, Work work) {
    static final List<Builder> ALL =
            List.of(
                    new Builder("docker", Builder::docker),
                    new Builder("buildah-oci", (shop, to) -> buildah(shop, to, "oci")),
                    new Builder("buildah-docker", (shop, to) -> buildah(shop, to, "v2s2")),
                    new Builder("umoci", Builder::umoci),
                    new Builder("skopeo-docker", (shop, to) -> converted(shop, to, "v2s2")),
                    new Builder("skopeo-zstd", Builder::zstd),
                    new Builder("jib-oci", (shop, to) -> jib(shop, to, ImageFormat.OCI)),
                    new Builder("jib-docker", (shop, to) -> jib(shop, to, ImageFormat.Docker)),
                    new Builder("crane", Builder::crane),
                    new Builder("by-hand", ByHand::odd),
                    new Builder("by-hand-attested", ByHand::attested));

    private static final String RECIPE =
            """
            FROM scratch
            ADD content.tar /
            COPY later /dir/file
            ENTRYPOINT ["/program"]
            CMD ["say", "hello"]
            LABEL name=%s org.example="a \\"b\\""
            ENV A=b PATH=/
            VOLUME /data
            EXPOSE 80/tcp 9000-9002/tcp 132/sctp
            USER 1234:4321
            WORKDIR /made
            STOPSIGNAL SIGINT
            """;

    @FunctionalInterface
    interface Work {
        void build(Workshop shop, String to) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }

    private static void docker(Workshop shop, String to) throws Exception {
        String more = "ONBUILD RUN x\nHEALTHCHECK --interval=1m CMD [\"/program\", \"say\"]\n";
        Path context = context(shop, to, RECIPE.formatted("docker") + more);
        shop.docker().build(to, context, List.of());
        shop.run("docker", "push", "--quiet", to);
    }

    private static void buildah(Workshop shop, String to, String format) throws Exception {
        Path context = context(shop, to, RECIPE.formatted("buildah-" + format));
        List<String> store =
                List.of(
                        "buildah",
                        "--storage-driver=vfs",
                        "--root=" + shop.folder("buildah"),
                        "--runroot=" + shop.folder("buildah-run"));
        shop.run(with(store, "bud", "--quiet", "--isolation=chroot", "-t", to, "" + context));
        shop.run(
                with(
                        store,
                        "push",
                        "--quiet",
                        "--tls-verify=false",
                        "--format=" + format,
                        to,
                        "docker://" + to));
    }

    /// A working directory that no layer has, and a file that a later layer takes away.
    private static String laidOut(Workshop shop, String name) {
        String layout = shop.scene().file("layout-" + name).toString();
        String image = layout + ":1";
        Path folder = shop.folder("later-" + name, "later", "later\n");
        shop.run("umoci", "init", "--layout", layout);
        shop.run("umoci", "new", "--image", image);
        shop.run("umoci", "insert", "--image", image, "" + shop.content().folder(), "/");
        shop.run("umoci", "insert", "--image", image, folder + "/later", "/dir/later");
        shop.run("umoci", "insert", "--image", image, "--whiteout", "/dangling");
        shop.run(
                "umoci",
                "config",
                "--image=" + image,
                "--config.entrypoint=/program",
                "--config.cmd=say",
                "--config.cmd=hello",
                "--config.workingdir=/missing",
                "--config.stopsignal=SIGINT",
                "--config.user=1234:4321",
                "--config.label=name=" + name,
                "--author=somebody");
        return layout;
    }

    private static void umoci(Workshop shop, String to) {
        push(shop, "oci:" + laidOut(shop, "umoci") + ":1", to);
    }

    private static void converted(Workshop shop, String to, String format) {
        push(shop, "oci:" + laidOut(shop, "skopeo-" + format) + ":1", to, "--format=" + format);
    }

    private static void zstd(Workshop shop, String to) {
        String plain = "dir:" + shop.scene().file("plain");
        String compressed = "oci:" + shop.scene().file("zstd") + ":1";
        String layout = "oci:" + laidOut(shop, "skopeo-zstd") + ":1";
        shop.run("skopeo", "copy", "--quiet", "--dest-decompress", layout, plain);
        shop.run("skopeo", "copy", "--quiet", "--dest-compress-format=zstd", plain, compressed);
        push(shop, compressed, to, "--preserve-digests");
    }

    private static void jib(Workshop shop, String to, ImageFormat format) throws Exception {
        Path folder = shop.folder("jib");
        Path program = folder.resolve("program");
        Files.copy(
                shop.content().folder().resolve("program"),
                program,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        Jib.fromScratch()
                .setFormat(format)
                .addFileEntriesLayer(executable(program))
                .addLayer(
                        List.of(shop.folder("jib-" + format, "file", "" + format)),
                        AbsoluteUnixPath.get("/app"))
                .setEntrypoint("/program")
                .setProgramArguments("say", "hello")
                .addLabel("name", "jib-" + format)
                .containerize(
                        Containerizer.to(RegistryImage.named(to))
                                .setAllowInsecureRegistries(true)
                                .setOfflineMode(false));
    }

    private static FileEntriesLayer executable(Path program) {
        return FileEntriesLayer.builder()
                .addEntry(
                        program,
                        AbsoluteUnixPath.get("/program"),
                        FilePermissions.fromOctalString("755"))
                .build();
    }

    /// The launcher says where it put crane; without it, one in the path.
    private static void crane(Workshop shop, String to) {
        String folder = System.getProperty("inlay.registries");
        String crane = folder == null ? "crane" : folder + "/crane";
        String base = to.substring(0, to.lastIndexOf(':')) + ":base";
        String tar = shop.content().tar().toString();
        shop.run(crane, "append", "--insecure", "--oci-empty-base", "-f", tar, "-t", base);
        shop.run(
                crane,
                "mutate",
                "--insecure",
                "--entrypoint=/program",
                "--cmd=say,hello",
                "--label=name=crane",
                "--set-platform=linux/amd64",
                "--tag=" + to,
                base);
    }

    private static void push(Workshop shop, String from, String to, String... options) {
        List<String> copy = List.of("skopeo", "copy", "--quiet", "--dest-tls-verify=false");
        shop.run(with(with(copy, options), from, "docker://" + to));
    }

    private static Path context(Workshop shop, String to, String recipe) throws Exception {
        Path context =
                shop.folder(
                        "context-" + Integer.toHexString(to.hashCode()),
                        "Dockerfile",
                        recipe,
                        "later",
                        "later\n");
        Files.copy(
                shop.content().tar(),
                context.resolve("content.tar"),
                StandardCopyOption.REPLACE_EXISTING);
        return context;
    }

    private static List<String> with(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
