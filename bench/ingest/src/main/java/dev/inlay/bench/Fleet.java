package dev.inlay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Simulated containers and what their sensors send: at first everything a container does, then, as
/// the wire format has it, only what changed.
final class Fleet {
    /// What a small web application does, in kinds and numbers as the example frame has them.
    private static final int BEHAVIOURS = 60;

    /// Of these so many go on happening, and are told again with higher counts.
    private static final int BUSY = 5;

    /// Ten at a time, as a frame of usual size.
    private static final String[] PROGRAMS = {
        "/usr/sbin/nginx", "/usr/bin/python3.11", "/opt/jre/bin/java", "/bin/sh"
    };

    private final String name;
    private final int containers;
    private final int images;
    private final ObjectNode example;
    private final Instant start;

    /// @param name fleets of different names have no image and no container in common
    /// @param example the wire format's frame: what surrounds the behaviours is taken from it
    Fleet(String name, int containers, int images, ObjectNode example, Instant start) {
        this.name = name;
        this.containers = containers;
        this.images = images;
        this.example = example;
        this.start = start;
    }

    /// A message of the telemetry queue.
    ///
    /// @param behaviours in its frame
    record Message(String body, int behaviours) {}

    /// What all containers send in one round, in the order in which a queue would mix them.
    ///
    /// @param round 0 for the first frames
    List<Message> round(int round) {
        var messages = new ArrayList<Message>(containers);
        for (int i = 0; i < containers; i++) {
            messages.add(message(i, round));
        }
        return messages;
    }

    private Message message(int container, int round) {
        var image = Digest.ofText(name + " image " + container % images);
        var session = "s-%s-%018d".formatted(name, container);
        var frame = example.deepCopy();
        frame.put("session", session)
                .put("image", image.value())
                .put("source", "shop/service-" + container % images + ":1.4")
                .put("sequence", round + 1);
        ((ObjectNode) frame.path("container")).put("hostname", "%012x".formatted(container));
        frame.putArray("lineage");
        var behaviours = frame.putArray("behaviours");
        int count = round == 0 ? BEHAVIOURS : BUSY;
        for (int i = 0; i < count; i++) {
            behaviours.add(entry(i, round));
        }
        var message = Json.object().put("session", session).put("image", image.value());
        message.set("frame", frame);
        return new Message(Json.write(message), count);
    }

    private JsonNode entry(int number, int round) {
        var program = PROGRAMS[number % PROGRAMS.length];
        var to = Json.object();
        to.set("behaviour", behaviour(number, program));
        to.put("verdict", "allowed")
                .put("because", "learning")
                .put("count", 10L + round * 7L)
                .put("minutes", 1 + round)
                .put("first", Json.time(start))
                .put("last", Json.time(start.plusSeconds(round * 60L)))
                .put("process", 1);
        ArrayNode example = to.putArray("example");
        example.add(program).add("--worker").add(Integer.toString(number));
        return to;
    }

    private static ObjectNode behaviour(int number, String program) {
        var to = Json.object();
        return switch (number % 3) {
            case 0 ->
                    to.put("kind", "file")
                            .put("program", program)
                            .put("access", "write")
                            .put("path", "/srv/data/" + number + "/{uuid}.json");
            case 1 ->
                    to.put("kind", "connect")
                            .put("program", program)
                            .put("protocol", "tcp")
                            .put("peer", "service-" + number + ".internal")
                            .put("port", 5432);
            default ->
                    to.put("kind", "exec")
                            .put("program", program)
                            .put("parent", "/opt/jre/bin/java")
                            .put("user", 1000)
                            .put("terminal", false)
                            .put("outside", false)
                            .set(
                                    "arguments",
                                    Json.texts(List.of(program, "--job", "kind-" + number)));
        };
    }
}
