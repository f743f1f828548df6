package dev.inlay.infra;

import java.util.List;

/// Where the `instrument` task runs. It only calls AWS, and nobody calls it. The functions run in
/// no VPC at all.
public sealed interface Network {
    /// A VPC of its own with public subnets: no NAT gateway, whose hours would cost more than
    /// everything else here. Nothing is let in.
    record Own() implements Network {}

    /// A VPC of its own with no way to the internet, and endpoints for the services the task calls.
    record Sealed() implements Network {}

    /// Somebody else's. Its subnets must have a way to ECR, SQS, DynamoDB, KMS, Secrets Manager, S3
    /// and CloudWatch Logs.
    ///
    /// @param publicIp whether the task needs a public address there
    record Existing(String vpc, List<String> subnets, boolean publicIp) implements Network {
        public Existing {
            subnets = List.copyOf(subnets);
        }
    }
}
