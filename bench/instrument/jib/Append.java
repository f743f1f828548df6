import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.nio.file.Path;

/// What comes nearest to instrumenting with jib: one file on top, another entrypoint.
///
/// Arguments: source, target, file, an empty directory for its caches.
final class Append {
    private Append() {}

    public static void main(String[] arguments) throws Exception {
        var caches = Path.of(arguments[3]);
        Jib.from(RegistryImage.named(ImageReference.parse(arguments[0])))
                .addFileEntriesLayer(
                        FileEntriesLayer.builder()
                                .addEntry(
                                        Path.of(arguments[2]),
                                        AbsoluteUnixPath.get("/.inlay/sensor"))
                                .build())
                .setEntrypoint("/.inlay/sensor", "--", "/app")
                .containerize(
                        Containerizer.to(RegistryImage.named(ImageReference.parse(arguments[1])))
                                .setAllowInsecureRegistries(true)
                                .setBaseImageLayersCache(caches.resolve("base"))
                                .setApplicationLayersCache(caches.resolve("application")));
    }
}
