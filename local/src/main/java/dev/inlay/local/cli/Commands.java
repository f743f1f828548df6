package dev.inlay.local.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import picocli.CommandLine;

/// The commands by name, in the order in which help lists them. Reading the options of all of them
/// takes as long as instrumenting an image does, so only the one that is meant is read.
final class Commands {
    private static final SequencedMap<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("up", UpCommand.class);
        ALL.put("instrument", InstrumentCommand.class);
        ALL.put("verify", VerifyCommand.class);
        ALL.put("strip", StripCommand.class);
        ALL.put("check-task", CheckTaskCommand.class);
        ALL.put("wait", WaitCommand.class);
        ALL.put("enrol", EnrolCommand.class);
        ALL.put("images", ImagesCommand.class);
        ALL.put("containers", ContainersCommand.class);
        ALL.put("coverage", CoverageCommand.class);
        ALL.put("activity", ActivityCommand.class);
        ALL.put("behaviour", BehaviourCommand.class);
        ALL.put("policy", PolicyCommand.class);
        ALL.put("probe", ProbeCommand.class);
        ALL.put("alerts", AlertsCommand.class);
        ALL.put("queues", QueuesCommand.class);
        ALL.put("health", HealthCommand.class);
    }

    private Commands() {}

    /// What reads these arguments: with the command they begin with, or with all of them.
    static CommandLine of(Object root, String... arguments) {
        var line = new CommandLine(root);
        var meant = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (meant == null) {
            ALL.forEach(line::addSubcommand);
        } else {
            line.addSubcommand(arguments[0], meant);
        }
        return line;
    }
}
