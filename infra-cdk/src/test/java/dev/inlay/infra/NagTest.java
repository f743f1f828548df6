package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.cxapi.SynthesisMessage;
import software.amazon.awscdk.services.sqs.Queue;

/// The rules that other people wrote: cdk-nag's AWS Solutions pack.
class NagTest {
    /// What is accepted, and why the rule does not apply here.
    private static final Map<String, String> ACCEPTED =
            Map.of(
                    "AwsSolutions-S1",
                    "The bucket holds signed policies, which sensors verify and the catalog has; a"
                            + " log of who fetched them would need another bucket and be read by"
                            + " nobody",
                    "AwsSolutions-IAM5",
                    "PermissionsTest goes through every statement: no action with a star, and a"
                            + " resource of a star only with a reason each",
                    "AwsSolutions-SQS3",
                    "The coverage function's on-failure destination is what it asks for, a"
                            + " dead-letter queue; the rule only knows those of queues",
                    "AwsSolutions-EC23",
                    "The rule on open ports cannot read the range of a VPC that is made in the same"
                            + " template; the endpoints let in that range and no other",
                    "AwsSolutions-SMG4",
                    "A rotated secret ends every session and every enrolment token at once; epochs"
                            + " end them one at a time (docs/operations.md)",
                    "AwsSolutions-ECS4",
                    "One short task now and then: its log, its queue's age and its queue's parked"
                            + " messages say more than metrics that cost by the hour",
                    "AwsSolutions-ECS2",
                    "The environment holds names and ARNs; what is secret is in Secrets Manager and"
                            + " is read by the task itself",
                    "AwsSolutions-APIG4",
                    "Only POST /v1/session has no authorizer: who opens a session has none yet, and"
                            + " the function checks its enrolment token");

    private final Path folder;

    NagTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsNothingThatIsNotAccepted() throws IOException {
        assertThat(findings(inlay(Map.of()))).isNotEmpty().allSatisfy(NagTest::isAccepted);
    }

    /// With everything that can be chosen; and the list of what is accepted does not grow for ever.
    @Test
    void acceptsNothingThatIsNotFound() throws IOException {
        var found =
                findings(
                        inlay(
                                Map.of(
                                        "endpoints", "true",
                                        "tracing", "true",
                                        "securityHub", "true",
                                        "rollServices", "true",
                                        "sensors", "direct")));

        assertThat(found).allSatisfy(NagTest::isAccepted);
        assertThat(ACCEPTED.keySet())
                .allSatisfy(rule -> assertThat(found).anyMatch(each -> each.contains(rule)));
    }

    /// The negative control: the same check finds a queue without TLS.
    @Test
    void findsWhatIsWrong() {
        var stack = new Stack(app(), "Wrong");
        Queue.Builder.create(stack, "Queue").build();

        assertThat(findings(stack)).anyMatch(found -> found.contains("AwsSolutions-SQS4"));
    }

    private static void isAccepted(String found) {
        assertThat(ACCEPTED.keySet()).as(found).anyMatch(found::contains);
    }

    private InlayStack inlay(Map<String, String> settings) throws IOException {
        return new InlayStack(
                app(), "Inlay", Settings.from(settings), Synthesised.standIns(folder));
    }

    private App app() {
        return new App(AppProps.builder().outdir(folder.resolve("out").toString()).build());
    }

    /// Deprecated as the CDK says, but there is no other type in which it answers.
    @SuppressWarnings("deprecation")
    private static List<String> findings(Stack stack) {
        Aspects.of(stack).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
        var all = Match.stringLikeRegexp("AwsSolutions-.*");
        var messages = new ArrayList<SynthesisMessage>();
        messages.addAll(Annotations.fromStack(stack).findError("*", all));
        messages.addAll(Annotations.fromStack(stack).findWarning("*", all));
        return messages.stream()
                .map(message -> message.getId() + " " + message.getEntry().getData())
                .distinct()
                .toList();
    }
}
