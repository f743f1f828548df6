package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTest {
    @Test
    void parksWhatTheFunctionCouldNotDo() {
        assertThat(Synthesised.byDefault().properties("AWS::Lambda::EventInvokeConfig"))
                .singleElement()
                .satisfies(config -> {
                    assertThat(config.path("MaximumRetryAttempts").asInt()).isEqualTo(2);
                    assertThat(config.path("Qualifier").toString()).contains("CoverageLive");
                    assertThat(config.at("/DestinationConfig/OnFailure").isObject()).isTrue();
                });
    }

    /// Changing other people's services is nothing anybody gets unasked.
    @Test
    void mayMoveServicesOnlyWhereASettingSaysSo() {
        assertThat(Synthesised.byDefault().template().toString())
                .doesNotContain(
                        "ecs:UpdateService", "ecs:RegisterTaskDefinition", "ecs:TagResource")
                .contains("\"INLAY_ROLL\":\"false\"");
        assertThat(Synthesised.with(Map.of("rollServices", "true")).template().toString())
                .contains("ecs:UpdateService", "ecs:RegisterTaskDefinition", "ecs:TagResource")
                .contains("\"INLAY_ROLL\":\"true\"");
    }
}
