package dev.inlay.infra;

import java.util.List;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/// Where the `instrument` task runs: out by HTTPS, in by nothing.
final class TaskNetwork extends Construct {
    /// What the task calls, besides what the gateway endpoints reach.
    private static final List<Called> CALLED =
            List.of(
                    new Called("EcrApi", InterfaceVpcEndpointAwsService.ECR),
                    new Called("EcrDocker", InterfaceVpcEndpointAwsService.ECR_DOCKER),
                    new Called("Sqs", InterfaceVpcEndpointAwsService.SQS),
                    new Called("Kms", InterfaceVpcEndpointAwsService.KMS),
                    new Called("Secrets", InterfaceVpcEndpointAwsService.SECRETS_MANAGER),
                    new Called("Logs", InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS));

    private final IVpc vpc;
    private final String subnets;
    private final SecurityGroup group;
    private final boolean publicIp;

    private record Called(String id, InterfaceVpcEndpointAwsService service) {}

    TaskNetwork(Construct scope, String id, Settings settings) {
        super(scope, id);
        switch (settings.network()) {
            case Network.Own() -> {
                var made = own(SubnetType.PUBLIC, settings);
                vpc = made;
                subnets = ids(made.getPublicSubnets());
                publicIp = true;
            }
            case Network.Sealed() -> {
                var made = own(SubnetType.PRIVATE_ISOLATED, settings);
                CALLED.forEach(called -> open(made, called));
                vpc = made;
                subnets = ids(made.getIsolatedSubnets());
                publicIp = false;
            }
            case Network.Existing(var existing, var chosen, var withPublicIp) -> {
                vpc = imported(existing);
                subnets = String.join(",", chosen);
                publicIp = withPublicIp;
            }
        }
        group = outByHttpsOnly();
    }

    private Vpc own(SubnetType subnetType, Settings settings) {
        var made =
                Vpc.Builder.create(this, "Vpc")
                        .maxAzs(2)
                        .natGateways(0)
                        .restrictDefaultSecurityGroup(false)
                        .subnetConfiguration(
                                List.of(
                                        SubnetConfiguration.builder()
                                                .name("Task")
                                                .subnetType(subnetType)
                                                .mapPublicIpOnLaunch(
                                                        subnetType == SubnetType.PUBLIC
                                                                ? false
                                                                : null)
                                                .cidrMask(26)
                                                .build()))
                        .build();
        reach(made, "S3", GatewayVpcEndpointAwsService.S3);
        reach(made, "DynamoDb", GatewayVpcEndpointAwsService.DYNAMODB);
        made.addFlowLog(
                "Refused",
                FlowLogOptions.builder()
                        .trafficType(FlowLogTrafficType.REJECT)
                        .destination(
                                FlowLogDestination.toCloudWatchLogs(
                                        Retention.group(this, "RefusedLog", settings)))
                        .build());
        return made;
    }

    /// Without cost, and without a way over the internet.
    private static void reach(Vpc vpc, String id, GatewayVpcEndpointAwsService service) {
        vpc.addGatewayEndpoint(id, GatewayVpcEndpointOptions.builder().service(service).build());
    }

    private static void open(Vpc vpc, Called called) {
        vpc.addInterfaceEndpoint(
                called.id(),
                InterfaceVpcEndpointOptions.builder().service(called.service()).build());
    }

    /// Only its id is used; the zones are asked for by the type.
    private IVpc imported(String id) {
        return Vpc.fromVpcAttributes(
                this,
                "Vpc",
                VpcAttributes.builder()
                        .vpcId(id)
                        .availabilityZones(List.of(Fn.select(0, Fn.getAzs())))
                        .build());
    }

    private SecurityGroup outByHttpsOnly() {
        var made =
                SecurityGroup.Builder.create(this, "TaskGroup")
                        .vpc(vpc)
                        .description("Inlay: the instrument task, which only calls AWS")
                        .allowAllOutbound(false)
                        .build();
        made.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "AWS");
        return made;
    }

    private static String ids(List<ISubnet> subnets) {
        return String.join(",", subnets.stream().map(ISubnet::getSubnetId).toList());
    }

    IVpc vpc() {
        return vpc;
    }

    String subnets() {
        return subnets;
    }

    String securityGroup() {
        return group.getSecurityGroupId();
    }

    boolean publicIp() {
        return publicIp;
    }
}
