package dev.inlay.aws;

import dev.inlay.aws.dynamodb.DynamoDbTable;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.queue.QueueName;
import dev.inlay.storage.Tables;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the stack tells functions and tasks in their environment. A wiring reads it once.
public final class Settings {
    private final Map<String, String> environment;

    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// One that has to be there.
    public String text(String name) {
        return optional(name)
                .orElseThrow(() ->
                        new PermanentFailure(
                                "setting-missing",
                                "starting: %s is not set in the environment; the stack sets it, so deploy it again"
                                        .formatted(name)));
    }

    /// One that may be absent.
    public Optional<String> optional(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /// Several, separated by commas.
    public List<String> list(String name) {
        return Arrays.stream(text(name).split(",", -1)).map(String::strip).toList();
    }

    /// Whether something is switched on: `true` or, as ECS says it, `ENABLED`.
    public boolean isOn(String name) {
        return optional(name)
                .filter(value ->
                        value.equalsIgnoreCase("true") || value.equalsIgnoreCase("enabled"))
                .isPresent();
    }

    /// A number from 1.
    public int number(String name, int otherwise) {
        var text = optional(name).orElseGet(() -> Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new PermanentFailure(
                    "setting-malformed",
                    "starting: %s is '%s', which is no number from 1".formatted(name, text));
        }
        return Integer.parseInt(text);
    }

    /// The four tables.
    public Tables tables(Connection connection, InstantSource clock) {
        return DynamoDbTable.tables(
                connection,
                text("INLAY_CATALOG_TABLE"),
                text("INLAY_PROFILES_TABLE"),
                text("INLAY_RUNTIME_TABLE"),
                text("INLAY_FINDINGS_TABLE"),
                clock);
    }

    /// The URLs of these queues.
    public Map<QueueName, URI> queues(QueueName... names) {
        var queues = new EnumMap<QueueName, URI>(QueueName.class);
        for (var name : names) {
            queues.put(name, URI.create(text("INLAY_" + name + "_QUEUE")));
        }
        return queues;
    }
}
