package dev.inlay.infra;

import java.util.List;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/// What an administrator attaches to the roles of people: one policy for those who look, one for
/// those who also steer. Nobody has either until somebody attaches it.
final class People extends Construct {
    private final ManagedPolicy looking;
    private final ManagedPolicy steering;

    People(Construct scope, String id, Api api) {
        super(scope, id);
        looking = policy("Looking", "see everything Inlay shows", api.arn("*/GET/api/*"));
        steering = policy("Steering", "see and change everything in Inlay", api.arn("*/*/api/*"));
    }

    private ManagedPolicy policy(String name, String may, String routes) {
        return ManagedPolicy.Builder.create(this, name)
                .description("Inlay: " + may)
                .statements(
                        List.of(
                                PolicyStatement.Builder.create()
                                        .actions(List.of("execute-api:Invoke"))
                                        .resources(List.of(routes))
                                        .build()))
                .build();
    }

    String looking() {
        return looking.getManagedPolicyArn();
    }

    String steering() {
        return steering.getManagedPolicyArn();
    }
}
