package dev.inlay.infra.deploy;

import java.util.Map;
import java.util.Optional;

/// The actions that are granted on `*`, each with the reason. No other may be: a test goes through
/// every statement. (Service authorization reference: actions without resource types.)
final class Unbounded {
    private static final Map<String, String> BECAUSE =
            Map.of(
                    "ecr:GetAuthorizationToken",
                    "a login is to the whole registry; what it may then do is bounded by repository",
                    "ecs:ListTasks",
                    "IAM knows no list of tasks but by instances, which Fargate does not have; where"
                            + " one cluster will do, a condition names it",
                    "ecs:ListServices",
                    "a list of services has no resource; a condition could name one cluster, and all"
                            + " are looked at",
                    "ecs:ListClusters",
                    "a list of clusters has no resource",
                    "ecs:DescribeTaskDefinition",
                    "IAM knows no resource for it",
                    "ecs:RegisterTaskDefinition",
                    "IAM knows no resource for it; only with the setting rollServices",
                    "xray:PutTraceSegments",
                    "traces have no resource; only with the setting tracing",
                    "xray:PutTelemetryRecords",
                    "traces have no resource; only with the setting tracing");

    private Unbounded() {}

    static Optional<String> because(String action) {
        return Optional.ofNullable(BECAUSE.get(action));
    }
}
