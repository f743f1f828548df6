package dev.inlay.local.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.Running;
import dev.inlay.image.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// The containers of this machine's Docker Engine, where its socket may be read; otherwise nobody
/// knows.
public final class DockerFleet implements Fleet {
    private static final String MACHINE = "this machine";
    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";

    private final DockerSocket docker;

    /// @param socket of the engine, usually `/var/run/docker.sock`
    public DockerFleet(Path socket) {
        this.docker = new DockerSocket(socket);
    }

    @Override
    public Optional<List<Running>> running() {
        if (!docker.isReadable()) {
            return Optional.empty();
        }
        return docker.get("/containers/json")
                .map(list ->
                        list.valueStream()
                                .map(each -> each.path("Id").asText())
                                .flatMap(id -> inspect(id).stream())
                                .toList());
    }

    @Override
    public List<Running> running(String cluster, String task) {
        return docker.isReadable() && task.matches("[0-9a-f]{12,64}")
                ? inspect(task).stream().toList()
                : List.of();
    }

    /// Empty for one that ended meanwhile.
    private Optional<Running> inspect(String id) {
        return docker.get("/containers/" + id + "/json")
                .filter(found -> found.at("/State/Running").asBoolean())
                .map(this::running);
    }

    private Running running(JsonNode container) {
        var reference = container.at("/Config/Image").asText();
        return new Running(
                MACHINE,
                service(container.at("/Config/Labels")),
                container.path("Id").asText(),
                container.path("Name").asText().replaceFirst("^/", ""),
                Optional.of(container.at("/Config/Hostname").asText()),
                reference,
                digest(container.path("Image").asText(), reference),
                container.at("/Config/Entrypoint").valueStream().map(JsonNode::asText).toList(),
                time(container.at("/State/StartedAt").asText()));
    }

    private static Optional<String> service(JsonNode labels) {
        return Optional.ofNullable(labels.get(SERVICE))
                .map(name -> labels.path(PROJECT).asText() + "/" + name.asText());
    }

    /// An image may have been pulled from several repositories: the digest of the one that is meant
    /// by the reference, or else any.
    private Optional<Digest> digest(String image, String reference) {
        var pulled =
                docker.get("/images/" + image + "/json").stream()
                        .flatMap(found -> found.path("RepoDigests").valueStream())
                        .map(JsonNode::asText)
                        .toList();
        var repository = reference.replaceFirst("@.*$", "").replaceFirst(":[^/:]*$", "");
        return pulled.stream()
                .filter(each -> each.startsWith(repository + "@"))
                .findFirst()
                .or(() -> pulled.stream().findFirst())
                .flatMap(each -> Digest.parse(each.substring(each.indexOf('@') + 1)));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            return Instant.EPOCH;
        }
    }
}
