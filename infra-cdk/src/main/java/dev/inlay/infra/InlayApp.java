package dev.inlay.infra;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/// The application of the CDK: one stack, synthesised here into a folder, or for `cdk` into its
/// own.
public final class InlayApp {
    /// The stack's name in CloudFormation.
    public static final String STACK = "Inlay";

    /// Before the names of settings in the CDK's context: `cdk deploy -c inlay:alertEmail=…`.
    private static final String CONTEXT = "inlay:";

    private InlayApp() {}

    /// Writes the templates and what goes with them into a folder.
    public static void synthesise(Settings settings, Assets assets, Path into) {
        var app =
                new App(
                        AppProps.builder()
                                .outdir(into.toString())
                                .analyticsReporting(false)
                                .build());
        new InlayStack(app, STACK, settings, assets);
        app.synth();
    }

    /// As `cdk` runs it (`cdk.json`): settings come from its context, and it says where to write.
    ///
    /// @param home of the repository, after its build
    public static void synthesiseForCdk(Path home) {
        var app = new App();
        var settings = Settings.from(said(app));
        new InlayStack(app, STACK, settings, Assets.of(home, settings.processor()).complete());
        app.synth();
    }

    private static Map<String, String> said(App app) {
        return Arrays.stream(SettingName.values())
                .map(SettingName::text)
                .filter(name -> context(app, name).isPresent())
                .collect(Collectors.toMap(name -> name, name -> context(app, name).orElseThrow()));
    }

    private static Optional<String> context(App app, String name) {
        return Optional.ofNullable(app.getNode().tryGetContext(CONTEXT + name))
                .map(Object::toString);
    }
}
