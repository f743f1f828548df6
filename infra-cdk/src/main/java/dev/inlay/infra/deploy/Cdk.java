package dev.inlay.infra.deploy;

import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The programs of other people that a deployment goes through. Both speak to the person directly.
final class Cdk {
    /// As `infra-cdk/tools/package.json` has it.
    static final String VERSION = "2.1148.1";

    private Cdk() {}

    /// Carries what was synthesised into the account; the CDK asks before it widens permissions.
    static int deploy(Path cdk, Path assembly, boolean unasked) {
        return run(
                List.of(
                        cdk.toString(),
                        "deploy",
                        "--app",
                        assembly.toString(),
                        "--all",
                        "--require-approval",
                        unasked ? "never" : "broadening"));
    }

    /// Looks at the templates; 0 when there is nothing to say.
    static int lint(Path lint, Path settings, Path template) {
        return run(
                List.of(
                        lint.toString(),
                        "--config-file",
                        settings.toString(),
                        "--",
                        template.toString()));
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new TransientFailure(
                    "program-missing", "starting " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(
                    "interrupted", "waiting for " + command.getFirst() + ": interrupted", e);
        }
    }
}
