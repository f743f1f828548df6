package dev.inlay.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.infra.Synthesised;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final List<String> LINES =
            Report.of(Synthesised.with(Map.of("rollServices", "true")).template());

    @Test
    void saysWhatIsMadeWhatItMayDoAndWhatItCosts() {
        assertThat(LINES)
                .contains("     4 AWS::DynamoDB::Table")
                .contains("What you grant, and to whom")
                .anyMatch(line -> line.matches("    2 signing keys +2\\.00"))
                .anyMatch(line -> line.contains("together, with the share of what is fixed"));
    }

    /// Whoever reads this decides: nothing is left in the words of CloudFormation.
    @Test
    void saysItInWords() {
        assertThat(LINES)
                .contains("      if ecs:cluster is InstrumentCluster")
                .contains("      if iam:PassedToService is ecs-tasks.amazonaws.com")
                .contains("      if ecs:CreateAction is RegisterTaskDefinition")
                .noneMatch(line -> line.contains("Fn::") || line.contains("{\""));
    }

    /// Of other people's roles the stack changes none: who deploys it has to be told.
    @Test
    void saysWhatRolesOfTasksNeedWhereSensorsReportByThemselves() {
        var direct = Report.of(Synthesised.with(Map.of("sensors", "direct")).template());
        int asked =
                direct.indexOf(
                        "What you have to change yourself, for each role of tasks whose sensors go to SQS");

        assertThat(direct.subList(asked, asked + 8))
                .contains(
                        "    sqs:SendMessage",
                        "      on DirectTelemetryQueue, DirectViolationsQueue",
                        "    s3:GetObject",
                        "      on DirectPolicies/policies/*")
                .anyMatch(line -> line.contains("PolicyForSensors"))
                .anyMatch(line -> line.contains("--role"));
        assertThat(direct)
                .anyMatch(line -> line.contains("whose sensor goes to SQS and S3 by itself"))
                .anyMatch(line -> line.matches(" +policies fetched( +0\\.00\\d\\d){3}"));
        assertThat(LINES).noneMatch(line -> line.contains("have to change yourself"));
    }

    @Test
    void saysOfEachActionWhyItHasNoBounds() {
        assertThat(LINES)
                .contains("      ecs:ListClusters: a list of clusters has no resource")
                .contains("      ecs:DescribeTaskDefinition: IAM knows no resource for it");
    }
}
