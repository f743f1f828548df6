package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InstrumentTest {
    @Test
    void runsOnFargateOnlyWhenThereIsWork() {
        var stack = Synthesised.byDefault();

        assertThat(stack.properties("AWS::ECS::TaskDefinition"))
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.path("Family").asText()).isEqualTo("inlay-instrument");
                    assertThat(task.path("RequiresCompatibilities").toString())
                            .isEqualTo("[\"FARGATE\"]");
                    assertThat(task.at("/RuntimePlatform/CpuArchitecture").asText())
                            .isEqualTo("ARM64");
                    assertThat(task.at("/ContainerDefinitions/0/Environment").toString())
                            .contains(
                                    "INLAY_ENDPOINT",
                                    "INLAY_SIGNING_KEY",
                                    "INLAY_SECRET",
                                    "INLAY_PUTS_PER_SECOND");
                });
        assertThat(stack.resources("AWS::ECS::Service")).isEmpty();
    }

    @Test
    void letsNothingInAndOnlyHttpsOut() {
        for (var settings : new String[] {"false", "true"}) {
            var group =
                    Synthesised.with(Map.of("endpoints", settings))
                            .resources("AWS::EC2::SecurityGroup")
                            .entrySet()
                            .stream()
                            .filter(entry -> entry.getKey().startsWith("NetworkTaskGroup"))
                            .findFirst()
                            .orElseThrow()
                            .getValue()
                            .path("Properties");

            assertThat(group.has("SecurityGroupIngress")).isFalse();
            assertThat(group.path("SecurityGroupEgress"))
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.path("ToPort").asInt()).isEqualTo(443));
        }
    }

    @Test
    void hasItsOwnNetworkWithoutNat() {
        var stack = Synthesised.byDefault();

        assertThat(stack.resources("AWS::EC2::VPC")).hasSize(1);
        assertThat(stack.resources("AWS::EC2::NatGateway")).isEmpty();
        assertThat(stack.properties("AWS::EC2::VPCEndpoint"))
                .hasSize(2)
                .allSatisfy(endpoint ->
                        assertThat(endpoint.path("VpcEndpointType").asText()).isEqualTo("Gateway"));
        assertThat(environment(stack, "INLAY_ASSIGN_PUBLIC_IP")).isEqualTo("\"true\"");
    }

    @Test
    void reachesServicesByEndpointsWhereThereIsNoInternet() {
        var stack = Synthesised.with(Map.of("endpoints", "true"));

        assertThat(stack.resources("AWS::EC2::InternetGateway")).isEmpty();
        assertThat(stack.properties("AWS::EC2::VPCEndpoint"))
                .filteredOn(
                        endpoint -> endpoint.path("VpcEndpointType").asText().equals("Interface"))
                .extracting(endpoint -> endpoint.path("ServiceName").toString())
                .satisfiesExactlyInAnyOrder(
                        name -> assertThat(name).contains(".ecr.api"),
                        name -> assertThat(name).contains(".ecr.dkr"),
                        name -> assertThat(name).contains(".sqs"),
                        name -> assertThat(name).contains(".kms"),
                        name -> assertThat(name).contains(".secretsmanager"),
                        name -> assertThat(name).contains(".logs"));
        assertThat(environment(stack, "INLAY_ASSIGN_PUBLIC_IP")).isEqualTo("\"false\"");
    }

    @Test
    void movesIntoAnExistingNetwork() {
        var stack =
                Synthesised.with(
                        Map.of(
                                "vpc", "vpc-0123456789abcdef0",
                                "subnets", "subnet-0123456789abcdef0,subnet-0123456789abcdef1"));

        assertThat(stack.resources("AWS::EC2::VPC")).isEmpty();
        assertThat(environment(stack, "INLAY_SUBNETS"))
                .isEqualTo("\"subnet-0123456789abcdef0,subnet-0123456789abcdef1\"");
        assertThat(environment(stack, "INLAY_ASSIGN_PUBLIC_IP")).isEqualTo("\"false\"");
    }

    private static String environment(Synthesised stack, String name) {
        return stack.properties("AWS::Lambda::Function").stream()
                .map(function -> function.at("/Environment/Variables/" + name))
                .filter(value -> !value.isMissingNode())
                .findFirst()
                .orElseThrow()
                .toString();
    }
}
