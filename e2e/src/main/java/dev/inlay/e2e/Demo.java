package dev.inlay.e2e;

import dev.inlay.e2e.story.Performance;
import dev.inlay.e2e.story.Report;
import dev.inlay.e2e.story.Step;
import dev.inlay.e2e.story.Story;
import dev.inlay.e2e.story.Telling;
import dev.inlay.e2e.world.Scene;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./inlay demo`.
@Command(
        name = "inlay demo",
        description =
                "A shop with a real hole, attacked, instrumented and attacked again, on this machine.",
        mixinStandardHelpOptions = true)
public final class Demo implements Runnable {
    private static final Duration FOR_PEOPLE = Duration.ofMinutes(2);
    private static final Duration FOR_CHECKS = Duration.ofSeconds(45);

    @Option(
            names = "--check",
            description = "Exit with 1 when any step did not happen; visits are short.")
    private boolean check;

    @Option(names = "--keep", description = "Leave everything running at the end.")
    private boolean keep;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "How long visitors come before anything is decided.")
    private double minutes;

    private boolean happened;

    /// Exits with 0, 1 when it was asked to check and a step did not happen, 2 for wrong usage.
    public static void main(String[] arguments) {
        var demo = new Demo();
        int usage = new CommandLine(demo).execute(arguments);
        System.exit(usage != 0 ? usage : demo.status());
    }

    @Override
    public void run() {
        Path home = Home.directory();
        Path report = home.resolve("target/demo/report.json");
        try (var scene = Scene.begin("inlay-demo")) {
            var telling = new Telling(System.out);
            Story story = new Performance(scene, home, traffic()).play(telling);
            new Report(story.steps()).write(report);
            happened = story.happened();
            long ok = story.steps().stream().filter(Step::ok).count();
            telling.chapter(
                    "%d of %d steps happened. The report: %s"
                            .formatted(ok, story.steps().size(), report));
            if (keep) {
                telling.says("Everything is still running. To remove it:");
                scene.keep().forEach(telling::command);
            }
        }
    }

    private int status() {
        return check && !happened ? 1 : 0;
    }

    private Duration traffic() {
        if (minutes > 0) {
            return Duration.ofSeconds(Math.round(minutes * 60));
        }
        return check ? FOR_CHECKS : FOR_PEOPLE;
    }
}
