package dev.inlay.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The registries of other people that we talk to in tests, each as its own program.
public enum RegistryProgram {
    /// CNCF distribution 2.x: Debian's `docker-registry`.
    DISTRIBUTION_2,
    /// CNCF distribution 3.x: `cmd/registry` of its Go module.
    DISTRIBUTION_3,
    /// The registry in go-containerregistry's `crane`, which shares no code with the other two.
    CRANE;

    List<String> command(String address, Path directory) throws IOException {
        return switch (this) {
            case DISTRIBUTION_2 ->
                    List.of("docker-registry", "serve", configuration(address, directory));
            case DISTRIBUTION_3 ->
                    List.of(built("registry"), "serve", configuration(address, directory));
            case CRANE ->
                    List.of(
                            built("crane"),
                            "registry",
                            "serve",
                            "--address",
                            address,
                            "--disk",
                            directory.toString());
        };
    }

    /// Unless their settings allow an address, both take no layer that is kept there.
    private static String configuration(String address, Path directory) throws IOException {
        var file = directory.resolve("registry.yml");
        Files.writeString(
                file,
                """
                version: 0.1
                log: {level: warn}
                storage:
                  filesystem: {rootdirectory: %s}
                  delete: {enabled: true}
                http: {addr: %s}
                validation:
                  manifests:
                    urls: {allow: ['^https://layers[.]example/', '^http://127[.]0[.]0[.]1:']}
                """
                        .formatted(directory.resolve("data"), address));
        return file.toString();
    }

    private static String built(String program) {
        var folder = System.getProperty("inlay.registries");
        if (folder == null) {
            throw new IllegalStateException(
                    "this needs the registries that launcher/setup-go.sh builds: run ./inlay test contract, or give Maven -Dinlay.registries=FOLDER with "
                            + program
                            + " in it");
        }
        return Path.of(folder, program).toString();
    }
}
