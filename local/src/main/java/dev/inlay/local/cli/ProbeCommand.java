package dev.inlay.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    @Option(names = "--json", description = "answer with the sensors' own JSON")
    private boolean json;

    @Override
    public Integer call() {
        var probe = CliWiring.probe(cluster, repository);
        var answers = Json.object();
        for (var architecture : architectures.isEmpty() ? CliWiring.probed() : architectures) {
            if (!json) {
                System.err.println("probing on " + architecture + ": a task takes about a minute");
            }
            var answer = probe.ask(architecture);
            answers.set(architecture, answer);
            if (!json) {
                System.out.println(line(architecture, answer));
            }
        }
        if (json) {
            System.out.println(answers);
        }
        return Exit.DONE;
    }

    static String line(String architecture, ObjectNode answer) {
        var because = answer.path("because").asText();
        return "%s: tier %s%s, kernel %s"
                .formatted(
                        architecture,
                        answer.path("tier").asText("unknown"),
                        because.isEmpty() ? "" : " (" + because + ")",
                        answer.path("kernel").asText("unknown"));
    }
}
