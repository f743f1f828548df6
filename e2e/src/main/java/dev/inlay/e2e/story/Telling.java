package dev.inlay.e2e.story;

import java.io.PrintStream;
import java.util.Locale;

/// Tells the story to whoever watches, as it happens.
public final class Telling {
    private static final String INDENT = "      ";

    private final PrintStream out;

    /// Tells it there.
    ///
    /// @param out where people read
    public Telling(PrintStream out) {
        this.out = out;
    }

    /// A chapter begins.
    public void chapter(String title) {
        out.printf("%n%s%n%n", title);
    }

    /// A step begins.
    public void begins(String name) {
        out.println("  … " + name);
        out.flush();
    }

    /// A command that a person could type.
    public void command(String command) {
        command.lines().forEach(line -> out.println(INDENT + "$ " + line));
        out.flush();
    }

    /// Something worth reading on the way.
    public void says(String text) {
        text.lines().forEach(line -> out.println(INDENT + line));
        out.flush();
    }

    /// A step is over.
    public void ended(Step step) {
        says(step.detail());
        out.printf(Locale.ROOT, "  %s %.1f s%n", step.ok() ? "✓" : "✗", step.seconds());
        out.flush();
    }
}
