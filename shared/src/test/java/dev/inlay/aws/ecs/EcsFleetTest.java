package dev.inlay.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Answers;
import dev.inlay.coverage.Fleet;
import dev.inlay.coverage.FleetContract;
import dev.inlay.coverage.Idle;
import dev.inlay.coverage.Running;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The emulators give tasks no images: the answers here are in ECS's own form.
class EcsFleetTest implements FleetContract {
    private static final String ACCOUNT = "arn:aws:ecs:eu-central-1:111122223333:";
    private static final String CLUSTER = ACCOUNT + "cluster/shop";

    private final Answers answers = Answers.listen();

    @AfterEach
    void stop() {
        answers.close();
    }

    @Override
    public Fleet fleet() {
        answers.then(200, EcsFleetTest::answer);
        return new EcsFleet(answers.connection());
    }

    private static String answer(Answers.Question question) {
        var operation = question.target().substring(question.target().indexOf('.') + 1);
        return switch (operation) {
            case "ListClusters" -> "{\"clusterArns\":[\"%s\"]}".formatted(CLUSTER);
            case "ListTasks" ->
                    "{\"taskArns\":[\"%s\",\"%s\",\"%s\"]}"
                            .formatted(task("web"), task("api"), task("ended"));
            case "DescribeTasks" -> describe(question.body());
            case "DescribeTaskDefinition" ->
                    question.body().contains("idle:1")
                            ? twoContainers()
                            : definition(question.body().contains("api:1"));
            default -> throw new AssertionError(operation);
        };
    }

    private static String task(String name) {
        return ACCOUNT + "task/shop/" + name;
    }

    private static String describe(String asked) {
        var web = described("web", TAGGED, PULLED, "service:shop/web", "RUNNING");
        var api =
                described(
                        "api",
                        PINNED,
                        PINNED.substring(PINNED.indexOf('@') + 1),
                        "family:api",
                        "RUNNING");
        var ended = described("ended", TAGGED, PULLED, "service:shop/web", "STOPPED");
        if (asked.contains("0123456789abcdef")) {
            return "{\"tasks\":[],\"failures\":[{\"arn\":\"x\",\"reason\":\"MISSING\"}]}";
        }
        return "{\"tasks\":[%s]}"
                .formatted(asked.contains("api") ? web + "," + api + "," + ended : web);
    }

    private static String described(
            String name, String image, String digest, String group, String status) {
        return """
        {"taskArn": "%s", "clusterArn": "%s", "taskDefinitionArn": "%stask-definition/%s:1", "group": "%s",
         "lastStatus": "%s", "startedAt": 1767323045.0, "createdAt": 1767323000.0,
         "containers": [{"name": "%s", "image": "%s", "imageDigest": "%s", "lastStatus": "%s"}]}
        """
                .formatted(
                        task(name),
                        CLUSTER,
                        ACCOUNT,
                        name,
                        group,
                        status,
                        name,
                        image,
                        digest,
                        status);
    }

    private static String twoContainers() {
        return """
        {"taskDefinition": {"containerDefinitions": [{"name": "one", "image": "%s"}, {"name": "two"}]}}
        """
                .formatted(PINNED);
    }

    private static String definition(boolean replaces) {
        return """
        {"taskDefinition": {"containerDefinitions": [{"name": "%s"%s}]}}
        """
                .formatted(
                        replaces ? "api" : "web",
                        replaces ? ", \"entryPoint\": [\"/bin/sh\", \"-c\"]" : "");
    }

    @Test
    void asksForARevisionOnce() {
        var fleet = fleet();
        fleet.running();
        fleet.running();

        assertThat(answers.asked())
                .filteredOn(asked -> asked.target().endsWith("DescribeTaskDefinition"))
                .hasSize(2);
    }

    @Test
    void describesAHundredTasksAtOnceAndFollowsPages() {
        answers.then(
                200,
                question -> {
                    var body = question.body();
                    if (question.target().endsWith("ListTasks")) {
                        return body.contains("nextToken")
                                ? "{\"taskArns\":[%s]}".formatted(tasks(100, 150))
                                : "{\"taskArns\":[%s],\"nextToken\":\"more\"}"
                                        .formatted(tasks(0, 100));
                    }
                    return question.target().endsWith("ListClusters")
                            ? "{\"clusterArns\":[\"%s\"]}".formatted(CLUSTER)
                            : "{\"tasks\":[]}";
                });

        assertThat(new EcsFleet(answers.connection()).running().orElseThrow()).isEmpty();

        assertThat(answers.asked())
                .filteredOn(asked -> asked.target().endsWith("DescribeTasks"))
                .extracting(asked -> asked.body().split("task/shop/", -1).length - 1)
                .containsExactly(100, 50);
    }

    /// Of the services only those without a task are asked for, ten at a time.
    @Test
    void tellsWhatServicesWouldStartOfWhichNothingRuns() {
        answers.then(
                200,
                question -> {
                    var body = question.body();
                    if (question.target().endsWith("ListServices")) {
                        return "{\"serviceArns\":[%s]}"
                                .formatted(
                                        IntStream.range(0, 12)
                                                .mapToObj(i -> "\"" + service(i) + "\"")
                                                .collect(Collectors.joining(",")));
                    }
                    return question.target().endsWith("DescribeServices")
                            ? body.contains(service(2))
                                    ? "{\"services\":[%s,%s]}"
                                            .formatted(
                                                    idle("ACTIVE", "night"),
                                                    idle("DRAINING", "old"))
                                    : "{\"services\":[]}"
                            : answer(question);
                });
        var busy =
                new Running(
                        "shop",
                        Optional.of("service-0"),
                        task("web"),
                        "web",
                        Optional.empty(),
                        TAGGED,
                        Optional.empty(),
                        List.of(),
                        Instant.EPOCH);

        assertThat(new EcsFleet(answers.connection()).idle(List.of(busy)))
                .containsExactly(
                        new Idle("shop", "night", "one", PINNED),
                        new Idle("shop", "night", "two", ""));

        assertThat(answers.asked())
                .filteredOn(asked -> asked.target().endsWith("DescribeServices"))
                .extracting(asked -> asked.body().split("service/shop/", -1).length - 1)
                .containsExactly(10, 1);
        assertThat(answers.asked())
                .noneMatch(asked ->
                        asked.target().endsWith("DescribeServices")
                                && asked.body().contains(service(0)));
    }

    private static String service(int number) {
        return ACCOUNT + "service/shop/service-" + number;
    }

    private static String idle(String status, String name) {
        return "{\"serviceName\":\"%s\",\"status\":\"%s\",\"taskDefinition\":\"%stask-definition/idle:1\"}"
                .formatted(name, status, ACCOUNT);
    }

    private static String tasks(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "\"" + task(Integer.toString(i)) + "\"")
                .collect(Collectors.joining(","));
    }

    @Test
    void saysWhatTheRoleMayNot() {
        answers.thenError(400, "AccessDeniedException", "not authorized to ecs:ListClusters");

        assertThatThrownBy(() -> new EcsFleet(answers.connection()).running())
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("listing the ECS clusters", "role");
    }

    @Test
    void comesBackWhenItWasThrottled() {
        answers.thenError(400, "ThrottlingException", "Rate exceeded");

        assertThatThrownBy(() -> new EcsFleet(answers.connection()).running())
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void livesWithATaskThatHasNoDigestYet() {
        answers.then(
                200,
                question ->
                        question.target().endsWith("DescribeTasks")
                                ? describe("web").replace("imageDigest", "somethingElse")
                                : answer(question));

        assertThat(new EcsFleet(answers.connection()).running().orElseThrow())
                .extracting(Running::digest)
                .allMatch(Optional::isEmpty);
    }
}
