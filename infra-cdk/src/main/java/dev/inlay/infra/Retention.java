package dev.inlay.infra;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// Log groups that end: without one of ours a service makes its own and keeps it for ever.
final class Retention {
    /// What CloudWatch Logs knows (API reference, PutRetentionPolicy).
    static final List<Integer> DAYS =
            List.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653);

    private Retention() {}

    static LogGroup group(Construct scope, String id, Settings settings) {
        var group = LogGroup.Builder.create(scope, id).removalPolicy(RemovalPolicy.DESTROY).build();
        if (group.getNode().getDefaultChild() instanceof CfnLogGroup made) {
            made.setRetentionInDays(settings.logRetentionDays());
        }
        return group;
    }
}
