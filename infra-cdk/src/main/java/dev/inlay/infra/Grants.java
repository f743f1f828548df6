package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// Permissions, written out action by action: what the CDK's own grants bring along is more than
/// the flow uses.
final class Grants {
    private Grants() {}

    static void allow(IGrantable who, List<String> actions, String... resources) {
        who.getGrantPrincipal()
                .addToPrincipalPolicy(
                        PolicyStatement.Builder.create()
                                .actions(actions)
                                .resources(List.of(resources))
                                .build());
    }

    /// @param conditions by operator, then by key
    static void allowIf(
            IGrantable who,
            Map<String, Map<String, String>> conditions,
            List<String> actions,
            String... resources) {
        who.getGrantPrincipal()
                .addToPrincipalPolicy(
                        PolicyStatement.Builder.create()
                                .actions(actions)
                                .resources(List.of(resources))
                                .conditions(conditions)
                                .build());
    }
}
