package dev.inlay.e2e.plane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.e2e.world.Command;
import dev.inlay.e2e.world.Outcome;
import dev.inlay.failure.PermanentFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./inlay …` as a person types it, without what the launcher does before it: the same class path
/// as ours, in a process of its own.
///
/// @param options which control plane is meant, and where its token is; typed after everything else
public record InlayCommand(List<String> options) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The process of one command.
    public Command command(List<String> arguments) {
        return command(System.getProperty("java.io.tmpdir"), arguments);
    }

    /// The process of one that is killed: what SQLite unpacks nobody removes then.
    ///
    /// @param scratch the directory for that
    public Command killable(Path scratch, List<String> arguments) {
        return command(scratch.toString(), arguments);
    }

    private Command command(String scratch, List<String> arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Command.of(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.sqlite.tmpdir=" + scratch,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.inlay.local.cli.Inlay")
                .with(arguments)
                .with(options);
    }

    /// Runs one to its end.
    public Outcome run(String... arguments) {
        return command(List.of(arguments)).run();
    }

    /// Runs one with `--json`.
    ///
    /// @return the document it printed
    public JsonNode ask(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        String printed = command(all).run().orFail("./inlay " + String.join(" ", all)).text();
        try {
            return JSON.readTree(printed);
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(
                    "not-json", "./inlay " + String.join(" ", all) + " printed: " + printed, e);
        }
    }
}
