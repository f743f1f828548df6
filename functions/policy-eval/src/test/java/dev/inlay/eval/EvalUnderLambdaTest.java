package dev.inlay.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.alert.Alerts;
import dev.inlay.aws.Moto;
import dev.inlay.aws.kms.KmsSigner;
import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.Frame;
import dev.inlay.behaviour.FrameReader;
import dev.inlay.document.Examples;
import dev.inlay.policy.Policies;
import dev.inlay.policy.SignedPolicyReader;
import dev.inlay.policy.TrustedKey;
import dev.inlay.profile.FrameProfile;
import dev.inlay.profile.Profiles;
import dev.inlay.queue.QueueName;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("emulator")
class EvalUnderLambdaTest {
    private final Clock clock = Clock.systemUTC();
    private final EmulatedStack stack =
            new EmulatedStack()
                    .withTables()
                    .withQueues(QueueName.EVALUATE)
                    .withSigningKey()
                    .withTopic()
                    .withBus();

    @Test
    void publishesWhatWasLearntSignedByTheKeyAndRaisesAlerts() {
        var frame = heard();
        var signer =
                new KmsSigner(
                        Moto.connection(),
                        requireNonNull(stack.environment().get("INLAY_SIGNING_KEY")));
        try (var function = Lambda.start("dev.inlay.eval.PolicyEvalHandler", stack.environment())) {
            var image = "{\"image\":\"" + frame.image() + "\"}";

            var answer =
                    function.invoke(
                            Events.sqs(Map.of(), image, image, "nonsense", "{\"sweep\":true}"));

            assertThat(answer.path("batchItemFailures")).isEmpty();
        }
        var policies = new Policies(stack.tables().catalog(), signer, clock);
        var policy = policies.current(frame.image()).orElseThrow();
        assertThat(policy.rules()).isNotEmpty();
        var signed = policies.signed(frame.image(), policy.version()).orElseThrow();
        var keys = List.of(TrustedKey.of(signer.publicKey()));
        assertThat(SignedPolicyReader.verify(signed.write(), keys).found()).contains(policy);
        assertThat(new Alerts(stack.tables().findings()).of(frame.image()).alerts()).isNotEmpty();
        assertThat(stack.received(QueueName.EVALUATE)).hasSize(1);
    }

    /// As telemetry-ingest leaves it: a container that was attacked, from which nothing is learnt,
    /// and one that was left alone.
    private Frame heard() {
        var attacked = (ObjectNode) Examples.tree("frame.json");
        var calm = attacked.deepCopy().put("session", "s-4Kn1rl2yU3nN1o6x8d9b0R");
        calm.withArray("behaviours")
                .removeIf(each -> !each.path("verdict").asText().equals("allowed"));
        heard(calm);
        return heard(attacked);
    }

    /// Yesterday: alerts about what was long ago have expired.
    private Frame heard(ObjectNode document) {
        var yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        var text = document.toString().replace("2026-01-02", yesterday);
        var frame = FrameReader.read(text).stored("the example");
        var profile = FrameProfile.of(frame, clock.instant());
        var profiles = new Profiles(stack.tables().profiles());
        profile.entries().values().forEach(entry -> profiles.merge(frame.image(), entry));
        profile.activity().ifPresent(activity -> profiles.merge(frame.image(), activity));
        var containers = new Containers(stack.tables().runtime());
        containers.heard(Container.of(frame, clock.instant()));
        containers.remember(frame.image(), clock.instant());
        return frame;
    }
}
