package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.IGrantable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/// How the control plane tells: a topic for people, a bus for programs, and Security Hub if wanted.
final class Alerts extends Construct {
    private final Topic topic;
    private final EventBus bus;
    private final boolean securityHub;

    Alerts(Construct scope, String id, Settings settings) {
        super(scope, id);
        securityHub = settings.securityHub();
        topic = Topic.Builder.create(this, "Topic").displayName("Inlay").enforceSsl(true).build();
        Ids.fix(topic, "AlertTopic");
        settings.alertEmail()
                .ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
        bus =
                EventBus.Builder.create(this, "Bus")
                        .eventBusName("inlay")
                        .description("Inlay: alerts as OCSF findings, and what happens to images")
                        .build();
        Ids.fix(bus, "Bus");
        letAlarmsPublish();
    }

    /// Alarms of this account only.
    private void letAlarmsPublish() {
        topic.addToResourcePolicy(
                PolicyStatement.Builder.create()
                        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                        .actions(List.of("sns:Publish"))
                        .resources(List.of(topic.getTopicArn()))
                        .conditions(
                                Map.of(
                                        "StringEquals",
                                        Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                        .build());
    }

    /// What a wiring that alerts reads.
    Map<String, String> environment() {
        return Map.of(
                "INLAY_TOPIC", topic.getTopicArn(),
                "INLAY_BUS", bus.getEventBusName(),
                "INLAY_SECURITY_HUB", Boolean.toString(securityHub));
    }

    /// What a wiring that tells other programs, and alerts nobody, reads.
    Map<String, String> busEnvironment() {
        return Map.of("INLAY_BUS", bus.getEventBusName());
    }

    void allowAnnouncing(IGrantable who) {
        Grants.allow(who, List.of("events:PutEvents"), bus.getEventBusArn());
    }

    void allowTelling(IGrantable who) {
        Grants.allow(who, List.of("sns:Publish"), topic.getTopicArn());
        allowAnnouncing(who);
        if (securityHub) {
            Grants.allow(who, List.of("securityhub:BatchImportFindings"), product());
        }
    }

    /// The account's own product: findings that nobody sells.
    private String product() {
        var stack = Stack.of(this);
        return stack.formatArn(
                ArnComponents.builder()
                        .service("securityhub")
                        .resource("product")
                        .resourceName(stack.getAccount() + "/default")
                        .arnFormat(ArnFormat.SLASH_RESOURCE_NAME)
                        .build());
    }

    Topic topic() {
        return topic;
    }

    EventBus bus() {
        return bus;
    }
}
