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

    @Test
    void saysOfEachActionWhyItHasNoBounds() {
        assertThat(LINES)
                .contains("      ecs:ListClusters: a list of clusters has no resource")
                .contains("      ecs:DescribeTaskDefinition: IAM knows no resource for it");
    }
}
