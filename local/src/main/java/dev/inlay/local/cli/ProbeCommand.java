package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.instrument.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs the sensor once, alone, where tasks of a cluster run.
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Find out what a place lets the sensor see and stop, before anything is enrolled.",
            "Runs one small task on Fargate in your account for each processor, with the network and the"
                    + " execution role of a service of that cluster. It leaves a repository, a task"
                    + " definition and a log group behind."
        })
final class ProbeCommand implements Callable<Integer> {
    @Option(
            names = "--ecs",
            required = true,
            paramLabel = "CLUSTER",
            description = "a cluster of this machine's AWS account and region")
    private String cluster = "";

    @Option(
            names = "--arch",
            paramLabel = "ARCH",
            split = ",",
            description = "amd64, arm64 or both (default: those there is a sensor for)")
    private List<String> architectures = List.of();

    @Option(
            names = "--repository",
            paramLabel = "NAME",
            description = "where the sensor is put for it (default: ${DEFAULT-VALUE})",
            defaultValue = "inlay-probe")
    private String repository = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long each task may take (default: ${DEFAULT-VALUE})",
            defaultValue = "300")
    private int seconds;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = "keep each answer there, as docs/probes describes it")
    private Optional<Path> record = Optional.empty();

    @Option(names = "--json", description = "answer with the sensors' own JSON")
    private boolean json;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (seconds < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--timeout " + seconds + ": a task takes some seconds");
        }
        var probe = CliWiring.probe(cluster, repository, Duration.ofSeconds(seconds));
        var answers = Json.object();
        boolean failed = false;
        for (var architecture : architectures.isEmpty() ? CliWiring.probed() : architectures) {
            failed |= !ask(probe, architecture, answers);
        }
        if (json) {
            System.out.println(answers);
        }
        return failed ? Exit.FAILED : Exit.DONE;
    }

    /// What one processor's task tells of may fail without the other's.
    private boolean ask(Probe probe, String architecture, ObjectNode answers) {
        System.err.println("probing on " + architecture + ": a task takes about a minute");
        try {
            var told = probe.ask(architecture);
            answers.set(architecture, told.answer());
            if (!json) {
                System.out.println(line(architecture, told));
            }
            record.ifPresent(folder -> {
                var file =
                        ProbeRecord.write(folder, architecture, told, CliWiring.clock().instant());
                System.err.println("kept in " + file);
            });
            return true;
        } catch (TransientFailure | PermanentFailure e) {
            System.err.println("inlay: " + e.getMessage());
            return false;
        }
    }

    static String line(String architecture, Probe.Told told) {
        var answer = told.answer();
        var because = answer.path("because").asText();
        return Grid.printable(
                "%s: tier %s%s, kernel %s, %s"
                        .formatted(
                                architecture,
                                answer.path("tier").asText("unknown"),
                                because.isEmpty() ? "" : " (" + because + ")",
                                answer.path("kernel").asText("unknown"),
                                told.place()));
    }
}
