package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.kms.KeySpec;
import software.amazon.awscdk.services.kms.KeyUsage;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/// What proves that a policy is ours, and that a sensor is.
///
/// Policies are signed by the key of the current generation. The next generation's exists already,
/// and every image knows both: rotating is raising the setting by one, after the images were
/// instrumented again (docs/operations.md).
final class Keys extends Construct {
    /// What the account's administrators may do, which IAM then gives to whom they like.
    private static final List<String> ADMINISTRATION =
            List.of(
                    "kms:CancelKeyDeletion",
                    "kms:CreateAlias",
                    "kms:DeleteAlias",
                    "kms:DescribeKey",
                    "kms:DisableKey",
                    "kms:EnableKey",
                    "kms:GetKeyPolicy",
                    "kms:GetKeyRotationStatus",
                    "kms:GetPublicKey",
                    "kms:ListKeyPolicies",
                    "kms:ListResourceTags",
                    "kms:PutKeyPolicy",
                    "kms:ScheduleKeyDeletion",
                    "kms:Sign",
                    "kms:TagResource",
                    "kms:UntagResource",
                    "kms:UpdateAlias",
                    "kms:UpdateKeyDescription",
                    "kms:Verify");

    private final Key signing;
    private final Key next;
    private final Secret secret;

    Keys(Construct scope, String id, Settings settings) {
        super(scope, id);
        signing = signingKey(settings.signingKey());
        next = signingKey(settings.signingKey() + 1);
        secret = secret();
    }

    /// What the wirings that sign or bake in keys read.
    Map<String, String> signingEnvironment() {
        return Map.of(
                "INLAY_SIGNING_KEY",
                signing.getKeyArn(),
                "INLAY_NEXT_SIGNING_KEY",
                next.getKeyArn());
    }

    /// What the wirings that know sessions and enrolment tokens read.
    Map<String, String> secretEnvironment() {
        return Map.of("INLAY_SECRET", secret.getSecretArn());
    }

    void allowSigning(IGrantable who) {
        Grants.allow(
                who,
                List.of("kms:Sign", "kms:GetPublicKey"),
                signing.getKeyArn(),
                next.getKeyArn());
    }

    void allowSecret(IGrantable who) {
        Grants.allow(who, List.of("secretsmanager:GetSecretValue"), secret.getSecretArn());
    }

    /// P-256 with SHA-256 is the one curve that KMS, the JDK and the sensor's `ring` all have.
    private Key signingKey(int generation) {
        var key =
                Key.Builder.create(this, "Signing" + generation)
                        .description("Inlay: signs behaviour policies, generation " + generation)
                        .keySpec(KeySpec.ECC_NIST_P256)
                        .keyUsage(KeyUsage.SIGN_VERIFY)
                        .policy(administeredByTheAccount())
                        .pendingWindow(Duration.days(30))
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        Ids.fix(key, "SigningKey" + generation);
        return key;
    }

    private static PolicyDocument administeredByTheAccount() {
        return PolicyDocument.Builder.create()
                .statements(
                        List.of(
                                PolicyStatement.Builder.create()
                                        .principals(List.of(new AccountRootPrincipal()))
                                        .actions(ADMINISTRATION)
                                        .resources(List.of("*"))
                                        .build()))
                .build();
    }

    /// Session and enrolment keys are derived from it, so that one value is to be kept.
    private Secret secret() {
        var made =
                Secret.Builder.create(this, "Secret")
                        .description("Inlay: session and enrolment keys are derived from this")
                        .generateSecretString(
                                SecretStringGenerator.builder()
                                        .passwordLength(64)
                                        .excludePunctuation(true)
                                        .build())
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        Ids.fix(made, "Secret");
        return made;
    }
}
