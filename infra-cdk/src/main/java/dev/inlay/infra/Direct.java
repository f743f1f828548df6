package dev.inlay.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.constructs.Construct;

/// The way of sensors that reach SQS and S3 and nothing else. The queues are others than those of
/// the API, since here the senders write the whole message: telemetry-ingest believes of it only
/// who SQS says sent it.
///
/// Nobody can send or fetch until an administrator attaches the policy to the roles of tasks.
final class Direct extends Construct {
    private static final String POLICIES = "policies/*";

    private final FlowQueue telemetry;
    private final FlowQueue violations;
    private final Bucket policies;
    private final ManagedPolicy sensors;

    Direct(Construct scope, String id) {
        super(scope, id);
        telemetry = new FlowQueue(this, "Telemetry", TelemetryIngest.LIMIT);
        violations = new FlowQueue(this, "Violations", TelemetryIngest.LIMIT);
        policies =
                Bucket.Builder.create(this, "Policies")
                        .encryption(BucketEncryption.S3_MANAGED)
                        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                        .enforceSsl(true)
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        sensors =
                ManagedPolicy.Builder.create(this, "Sensors")
                        .description("Inlay: tasks whose sensors report to SQS and S3 themselves")
                        .statements(
                                List.of(
                                        allow(
                                                "sqs:SendMessage",
                                                telemetry.queue().getQueueArn(),
                                                violations.queue().getQueueArn()),
                                        allow("s3:GetObject", policies.arnForObjects(POLICIES))))
                        .build();
    }

    private static PolicyStatement allow(String action, String... on) {
        return PolicyStatement.Builder.create()
                .actions(List.of(action))
                .resources(List.of(on))
                .build();
    }

    FlowQueue telemetry() {
        return telemetry;
    }

    FlowQueue violations() {
        return violations;
    }

    /// By name.
    Map<String, FlowQueue> queues() {
        var all = new LinkedHashMap<String, FlowQueue>();
        all.put("direct-violations", violations);
        all.put("direct-telemetry", telemetry);
        return all;
    }

    /// What is attached to the roles of tasks.
    String policyForSensors() {
        return sensors.getManagedPolicyArn();
    }

    /// What whoever publishes policies reads.
    Map<String, String> shelfEnvironment() {
        return Map.of("INLAY_POLICY_BUCKET", policies.getBucketName());
    }

    /// What whoever counts them reads.
    Map<String, String> queueEnvironment() {
        return Map.of(
                "INLAY_DIRECT_TELEMETRY_QUEUE",
                telemetry.url(),
                "INLAY_DIRECT_VIOLATIONS_QUEUE",
                violations.url());
    }

    /// What is baked into images.
    Map<String, String> sensorEnvironment() {
        var all = new LinkedHashMap<>(queueEnvironment());
        all.put("INLAY_POLICY_URL", "https://" + policies.getBucketRegionalDomainName());
        return all;
    }

    /// Without the right to list, S3 does not tell an object that is missing from one that is
    /// hidden (S3 API reference, HeadObject).
    void allowShelving(IGrantable who) {
        Grants.allow(
                who, List.of("s3:GetObject", "s3:PutObject"), policies.arnForObjects(POLICIES));
        Grants.allow(who, List.of("s3:ListBucket"), policies.getBucketArn());
    }
}
