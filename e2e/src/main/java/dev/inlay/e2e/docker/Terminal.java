package dev.inlay.e2e.docker;

import dev.inlay.e2e.world.Child;
import dev.inlay.e2e.world.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A terminal of its own for one command. `script` (in every Debian) has the terminal's other end;
/// the shell in it says which terminal it is, so that its window can be resized from here.
public final class Terminal implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern NAME = Pattern.compile("terminal is (/dev/pts/\\d+)");

    private final Child script;
    private final String name;

    private Terminal(Child script, String name) {
        this.script = script;
        this.name = name;
    }

    /// Runs a command in one with 45 rows and 123 columns.
    ///
    /// @param log where what it shows is kept
    public static Terminal open(Path log, Command command) {
        String shell = "echo terminal is $(tty); stty rows 45 cols 123; exec " + command;
        Child script =
                Command.of("script", "--quiet", "--return", "--command", shell, "/dev/null")
                        .start(log);
        return new Terminal(script, script.awaitWritten(NAME, SOON).group(1));
    }

    /// Waits until the screen has shown it.
    public MatchResult awaitShown(Pattern pattern, Duration limit) {
        return script.awaitWritten(pattern, limit);
    }

    /// Presses keys.
    public void type(String keys) {
        script.type(keys);
    }

    /// Makes the window as wide as this.
    public void widen(int columns) {
        Command.of("stty", "-F", name, "cols", "" + columns).run().orFail("resize " + name);
    }

    /// The command's exit status, once it has ended.
    public int await(Duration limit) {
        return script.await(limit);
    }

    @Override
    public void close() {
        script.close();
    }
}
