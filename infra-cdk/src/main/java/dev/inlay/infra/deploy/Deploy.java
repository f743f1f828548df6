package dev.inlay.infra.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.infra.Assets;
import dev.inlay.infra.InlayApp;
import dev.inlay.infra.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./inlay deploy`: synthesises the stack, has it linted, says what it grants and costs, and
/// carries it into the account that the environment's credentials belong to. With `--check` it
/// stops before the account, and needs none.
@Command(
        name = "./inlay deploy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The control plane into one AWS account and one region.",
        footer = {
            "",
            "The settings and their defaults are in docs/settings.md. Exit codes: 0 done, 1 failed,"
                    + " 2 wrong usage."
        })
public final class Deploy implements Callable<Integer> {
    @Option(names = "--check", description = "synthesise, lint, say cost and permissions; no more")
    private boolean check;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the templates go (target/deploy)")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "lines of name = value; keep it for the next deployment")
    private Optional<Path> settings = Optional.empty();

    @Option(names = "--yes", description = "do not ask before permissions are widened")
    private boolean unasked;

    @Option(names = "--app", hidden = true)
    private boolean forCdk;

    @Option(names = "--home", hidden = true, required = true)
    private Path home = Path.of("");

    @Option(names = "--lint", hidden = true, required = true)
    private Path lint = Path.of("");

    @Option(names = "--cdk", hidden = true)
    private Optional<Path> cdk = Optional.empty();

    private final PrintWriter say;

    private Deploy(PrintWriter say) {
        this.say = say;
    }

    /// Started by the launcher.
    public static void main(String[] arguments) {
        System.exit(
                run(
                        new PrintWriter(System.out, true, UTF_8),
                        new PrintWriter(System.err, true, UTF_8),
                        arguments));
    }

    /// The exit code of a command line.
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Deploy(out))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Deploy::failed)
                .execute(arguments);
    }

    private static int failed(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof PermanentFailure || failure instanceof TransientFailure) {
            command.getErr().println("inlay: " + failure.getMessage());
            return 1;
        }
        throw failure;
    }

    @Override
    public Integer call() throws IOException {
        if (forCdk) {
            InlayApp.synthesiseForCdk(home);
            return 0;
        }
        var chosen = settings.map(SettingsFile::read).orElseGet(Settings::defaults);
        var assets = Assets.of(home, chosen.processor()).complete();
        var into = out.orElseGet(() -> home.resolve("target/deploy")).toAbsolutePath();
        InlayApp.synthesise(chosen, assets, into);
        var template = into.resolve(InlayApp.STACK + ".template.json");
        if (Cdk.lint(lint, home.resolve("infra-cdk/cfn-lint.yaml"), template) != 0) {
            say.println("inlay: cfn-lint finds fault with " + template);
            return 1;
        }
        JsonNode json = new ObjectMapper().readTree(template.toFile());
        Report.of(json).forEach(say::println);
        say.println();
        say.println("Templates: " + into + " (cfn-lint has nothing to say of them)");
        return check ? 0 : deploy(into);
    }

    private int deploy(Path assembly) {
        var preflight = Preflight.of(AwsAccount.configured());
        say.println("Goes to: " + preflight.target());
        say.println(
                "Inlay sees this account and this region: pushes to other registries, and tasks"
                        + " elsewhere, are not seen.");
        if (!preflight.missing().isEmpty()) {
            preflight.missing().forEach(missing -> say.println("  missing: " + missing));
            return 1;
        }
        return Cdk.deploy(
                cdk.orElseThrow(() ->
                        new PermanentFailure(
                                "cdk-missing",
                                "deploying: the CDK's command line is not set up; start"
                                        + " this by ./inlay deploy")),
                assembly,
                unasked);
    }
}
