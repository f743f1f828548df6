package dev.inlay.local.cli;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `inlay`: everything people and scripts do on one machine and with a control plane.
@Command(
        name = "inlay",
        mixinStandardHelpOptions = true,
        version = "inlay 0.1.0",
        description = "Puts a security sensor into container images, and steers what it guards.",
        synopsisSubcommandLabel = "COMMAND")
public final class Inlay implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    /// Runs one command and ends with its exit code.
    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /// Runs one command.
    ///
    /// @return its exit code
    public static int run(String... arguments) {
        var line =
                Commands.of(new Inlay(), arguments)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
        try {
            ProxyWiring.use();
        } catch (PermanentFailure e) {
            return failed(e, line);
        }
        return line.execute(arguments);
    }

    /// Our own failures say everything in their message; anything else is a fault and shows its
    /// trace.
    private static int failed(Exception e, CommandLine line) {
        if (e instanceof TransientFailure || e instanceof PermanentFailure) {
            line.getErr().println("inlay: " + Grid.printable(String.valueOf(e.getMessage())));
        } else {
            e.printStackTrace(line.getErr());
        }
        return Exit.FAILED;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name a command");
    }
}
