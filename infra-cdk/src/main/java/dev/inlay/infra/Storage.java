package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.IGrantable;
import software.constructs.Construct;

/// Four tables, one per lifecycle, so that each function gets only those it works on.
final class Storage extends Construct {
    private final Table catalog;
    private final Table profiles;
    private final Table runtime;
    private final Table findings;

    Storage(Construct scope, String id) {
        super(scope, id);
        catalog = table("Catalog");
        profiles = table("Profiles");
        runtime = table("Runtime");
        findings = table("Findings");
    }

    /// Images, enrolments, policies.
    Table catalog() {
        return catalog;
    }

    /// What images were seen to do.
    Table profiles() {
        return profiles;
    }

    /// Containers and sessions; they expire.
    Table runtime() {
        return runtime;
    }

    /// Alerts; they expire.
    Table findings() {
        return findings;
    }

    Map<String, Table> all() {
        return new TreeMap<>(
                Map.of(
                        "catalog", catalog,
                        "profiles", profiles,
                        "runtime", runtime,
                        "findings", findings));
    }

    /// Whoever takes messages may say why one could not be taken, and read or change nothing else
    /// there.
    void allowParking(IGrantable who) {
        Grants.allowIf(
                who,
                Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", "rejected#*")),
                List.of("dynamodb:GetItem", "dynamodb:UpdateItem"),
                runtime.getTableArn());
    }

    /// What every wiring reads.
    Map<String, String> environment() {
        return Map.of(
                "INLAY_CATALOG_TABLE", catalog.getTableName(),
                "INLAY_PROFILES_TABLE", profiles.getTableName(),
                "INLAY_RUNTIME_TABLE", runtime.getTableName(),
                "INLAY_FINDINGS_TABLE", findings.getTableName());
    }

    private Table table(String name) {
        var table =
                Table.Builder.create(this, name)
                        .partitionKey(text("p"))
                        .sortKey(text("s"))
                        .timeToLiveAttribute("ttl")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .pointInTimeRecoverySpecification(
                                PointInTimeRecoverySpecification.builder()
                                        .pointInTimeRecoveryEnabled(true)
                                        .build())
                        .deletionProtection(true)
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        Ids.fix(table, name + "Table");
        return table;
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
