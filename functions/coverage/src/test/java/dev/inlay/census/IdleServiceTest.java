package dev.inlay.census;

import static dev.inlay.coverage.Sightings.INSTRUMENTED;
import static dev.inlay.coverage.Sightings.REGISTRY;
import static dev.inlay.coverage.Sightings.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.Moto;
import dev.inlay.aws.lambda.EmulatedStack;
import dev.inlay.aws.lambda.Events;
import dev.inlay.aws.lambda.Lambda;
import dev.inlay.coverage.Cause;
import dev.inlay.coverage.Gaps;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Enrolments;
import dev.inlay.image.Glob;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Platform;
import dev.inlay.image.Protection;
import dev.inlay.image.Push;
import dev.inlay.image.Start;
import dev.inlay.image.TagMapping;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/// A service in the emulator's ECS that runs nothing and is pinned to the original's digest: found
/// by the function, and deployed by it only where both the stack and the enrolment allow that.
@Tag("emulator")
class IdleServiceTest {
    private static final String PINNED = REGISTRY + "/shop/web@" + SOURCE;
    private static final String WATCHED = REGISTRY + "/shop/web@" + INSTRUMENTED;

    private final EcsClient ecs = Moto.connection().client(EcsClient.builder());
    private final String cluster = Moto.name("shop");
    private final EmulatedStack stack =
            new EmulatedStack().withTables().withTopic().withBus().with("INLAY_REGISTRY", REGISTRY);

    @BeforeEach
    void pinAServiceToTheOriginal() {
        var sidecar = ContainerDefinition.builder().name("sidecar").image("envoy:1").memory(64);
        var app = ContainerDefinition.builder().name("app").image(PINNED).memory(64);
        ecs.createCluster(make -> make.clusterName(cluster));
        var definition =
                ecs.registerTaskDefinition(make ->
                                make.family(Moto.name("web"))
                                        .containerDefinitions(app.build(), sidecar.build()))
                        .taskDefinition()
                        .taskDefinitionArn();
        ecs.createService(make ->
                make.cluster(cluster)
                        .serviceName("web")
                        .taskDefinition(definition)
                        .desiredCount(0));
        var member =
                new Image.Member(
                        new Platform("linux", "amd64", ""),
                        SOURCE,
                        Optional.of(INSTRUMENTED),
                        Optional.empty(),
                        new LazyLoading.None());
        new Images(stack.tables().catalog(), Clock.systemUTC())
                .done(
                        new Push("shop/web", "1.4", SOURCE),
                        List.of(member),
                        new Image.Published("1.4-inlay", INSTRUMENTED, "0.1.0", Instant.now()));
    }

    @AfterEach
    void remove() {
        ecs.deleteService(gone -> gone.cluster(cluster).service("web").force(true));
        ecs.deleteCluster(gone -> gone.cluster(cluster));
        ecs.close();
    }

    private void enrol(boolean rolls) {
        new Enrolments(stack.tables().catalog())
                .put(
                        new Enrolment(
                                new Glob("shop/*"),
                                List.of(),
                                List.of(),
                                TagMapping.BESIDE,
                                Protection.RECORD,
                                rolls,
                                Start.OPEN));
    }

    private void look() {
        try (var function = Lambda.start("dev.inlay.census.CoverageHandler", stack.environment())) {
            assertThat(
                            function.invoke(Events.event("aws.events", "Scheduled Event", "{}"))
                                    .asText())
                    .contains("0 are not");
        }
    }

    private List<String> deployed() {
        var service =
                ecs.describeServices(ask -> ask.cluster(cluster).services("web"))
                        .services()
                        .getFirst();
        return ecs
                .describeTaskDefinition(ask -> ask.taskDefinition(service.taskDefinition()))
                .taskDefinition()
                .containerDefinitions()
                .stream()
                .map(ContainerDefinition::image)
                .toList();
    }

    @Test
    void isFoundAndLeftAloneWhereNobodyAskedForMore() {
        enrol(false);
        stack.with("INLAY_ROLL", "true");
        look();
        enrol(true);
        stack.with("INLAY_ROLL", "false");
        look();

        var gaps = new Gaps(stack.tables().findings()).open().read();
        assertThat(gaps).hasSize(1);
        assertThat(gaps.getFirst().gap().cause()).isEqualTo(Cause.PINNED);
        assertThat(gaps.getFirst().gap().deploy().orElseThrow().reference()).isEqualTo(WATCHED);
        assertThat(deployed()).containsExactly(PINNED, "envoy:1");
    }

    @Test
    void isDeployedWithTheExactInstrumentedImageWhereTheEnrolmentAsksForIt() {
        enrol(true);
        stack.with("INLAY_ROLL", "true");

        look();
        assertThat(deployed()).containsExactly(WATCHED, "envoy:1");
        assertThat(new Gaps(stack.tables().findings()).open().read().getFirst().rolled())
                .contains(INSTRUMENTED);

        look();
        assertThat(new Gaps(stack.tables().findings()).open().read()).isEmpty();
    }
}
