package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.local.keys.KeyRing;
import dev.inlay.local.keys.PrivateFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of every command that talks to a control plane.
final class Server {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "the control plane (default: ${DEFAULT-VALUE}); to the address of an API on AWS,"
                            + " requests are signed with this machine's AWS credentials",
            defaultValue = "http://127.0.0.1:8080")
    private URI server = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the control plane of this machine keeps its token",
            defaultValue = "${sys:user.home}/.local/share/inlay")
    private Path data = Path.of("");

    @Option(names = "--json", description = "answer with the control plane's own JSON")
    private boolean json;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "the console token; better in INLAY_TOKEN, where no process list shows it",
            defaultValue = "${env:INLAY_TOKEN:-}")
    private String token = "";

    boolean json() {
        return json;
    }

    URI uri() {
        return server;
    }

    /// On AWS as whom IAM knows us; elsewhere with the token of `INLAY_TOKEN`, or else that of this
    /// machine.
    Client client() {
        return new Client(server, CliWiring.showing(server, this::shownToken));
    }

    private Optional<String> shownToken() {
        return Optional.of(token).filter(text -> !text.isBlank()).or(this::tokenOfThisMachine);
    }

    private Optional<String> tokenOfThisMachine() {
        var file = KeyRing.tokenFile(data);
        return Files.exists(file) ? Optional.of(PrivateFile.read(file)) : Optional.empty();
    }

    /// For scripts; true when there is nothing more to say.
    boolean told(JsonNode answer) {
        if (json) {
            System.out.println(answer);
        }
        return json;
    }
}
