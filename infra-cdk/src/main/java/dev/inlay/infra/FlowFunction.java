package dev.inlay.infra;

import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IAlias;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.constructs.Construct;

/// A function of the flow: Java 25, started from a snapshot. Snapshots exist of published versions
/// only, so everybody calls it by the alias `live`. Its role starts with nothing but its own log.
final class FlowFunction extends Construct {
    private final Function function;
    private final Alias live;
    private final Role role;

    /// What it runs.
    ///
    /// @param memory in MB; processor time goes with it
    /// @param limit how long one call may take
    record Work(Path jar, String handler, int memory, Duration limit) {}

    FlowFunction(
            Construct scope,
            String id,
            Work work,
            Settings settings,
            Map<String, String> environment) {
        super(scope, id);
        var log = Retention.group(this, "Log", settings);
        role =
                Role.Builder.create(this, "Role")
                        .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                        .build();
        log.grantWrite(role);
        function =
                Function.Builder.create(this, "Function")
                        .runtime(Runtime.JAVA_25)
                        .architecture(settings.processor().ofFunctions())
                        .code(Code.fromAsset(work.jar().toString()))
                        .handler(work.handler())
                        .memorySize(work.memory())
                        .timeout(work.limit())
                        .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                        .tracing(settings.tracing() ? Tracing.ACTIVE : Tracing.DISABLED)
                        .environment(environment)
                        .logGroup(log)
                        .role(role)
                        .build();
        live =
                Alias.Builder.create(this, "Live")
                        .aliasName("live")
                        .version(function.getCurrentVersion())
                        .build();
    }

    IAlias live() {
        return live;
    }

    IGrantable who() {
        return role;
    }

    IRole role() {
        return role;
    }

    /// For its metrics: they are the function's, whatever the alias.
    Function function() {
        return function;
    }
}
