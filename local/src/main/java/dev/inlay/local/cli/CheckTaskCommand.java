package dev.inlay.local.cli;

import dev.inlay.document.Json;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.TagMapping;
import dev.inlay.local.task.Finding;
import dev.inlay.local.task.TaskCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says whether containers would be started with their sensor.
@Command(
        name = "check-task",
        mixinStandardHelpOptions = true,
        description = {
            "Say whether the way containers are started would go past the sensor, and what to write"
                    + " instead: an ECS task definition, Kubernetes manifests or a compose file.",
            "Ends with 0 when every container has its sensor, with 1 when one has not."
        })
final class CheckTaskCommand implements Callable<Integer> {
    private static final int MAX_FILE = 8 * 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "JSON or YAML")
    private Path file = Path.of("");

    @Option(
            names = "--map",
            paramLabel = "FROM=TO",
            description = "the tag mapping of the enrolment (default: ${DEFAULT-VALUE})",
            defaultValue = "*=*-inlay")
    private String mapping = "*=*-inlay";

    @Option(
            names = "--container",
            paramLabel = "NAME",
            description = "only this one; others need no sensor")
    private Set<String> only = Set.of();

    @Option(names = "--json", description = "the findings as JSON")
    private boolean json;

    @Override
    public Integer call() {
        var findings =
                new TaskCheck(TagMapping.parse(mapping))
                        .check(file.toString(), read()).stream()
                                .filter(each -> only.isEmpty() || only.contains(each.container()))
                                .toList();
        boolean bypassed = findings.stream().anyMatch(Finding::bypass);
        if (json) {
            print(findings, bypassed);
        } else {
            print(findings);
        }
        return bypassed ? Exit.FAILED : Exit.DONE;
    }

    private String read() {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new PermanentFailure(
                        "task-unreadable",
                        "reading " + file + ": it is larger than " + MAX_FILE + " bytes");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PermanentFailure(
                    "task-unreadable",
                    "reading %s: %s; check that it is there".formatted(file, e),
                    e);
        }
    }

    private static void print(List<Finding> findings) {
        var grid = new Grid("CONTAINER", "FOUND", "TEXT");
        findings.forEach(each ->
                grid.row(
                        each.container(),
                        each.bypass() ? "WITHOUT SENSOR" : each.code(),
                        each.text()));
        grid.print(System.out);
        findings.forEach(each ->
                each.corrected()
                        .ifPresent(text ->
                                System.out.printf(
                                        "%nin %s write:%n  %s%n", each.container(), text)));
    }

    private void print(List<Finding> findings, boolean bypassed) {
        var answer = Json.object().put("file", file.toString()).put("bypassed", bypassed);
        var list = answer.putArray("findings");
        for (var each : findings) {
            var entry =
                    list.addObject()
                            .put("container", each.container())
                            .put("code", each.code())
                            .put("bypass", each.bypass())
                            .put("text", each.text());
            each.corrected().ifPresent(text -> entry.put("corrected", text));
        }
        System.out.println(answer);
    }
}
