package dev.inlay.local.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.TagMapping;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCheckTest {
    private static final String ECR = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/web";

    private final TaskCheck check = new TaskCheck(TagMapping.BESIDE);

    @Test
    void takesATaskDefinitionThatOnlyReplacesTheCommand() {
        var findings =
                check(
                        """
                        {"family": "shop", "containerDefinitions": [
                          {"name": "web", "image": "%s:1.4-inlay", "command": ["serve"], "entryPoint": []}]}
                        """
                                .formatted(ECR));

        assertThat(findings).extracting(Finding::code).containsExactly("sensor");
    }

    @Test
    void findsATaskDefinitionThatReplacesTheEntrypoint() {
        var findings =
                check(
                        """
                        {"taskDefinition": {"pidMode": "task", "containerDefinitions": [
                          {"name": "web", "image": "%s:1.4-inlay", "entryPoint": ["/bin/sh", "-c", "a \\"b\\""],
                           "linuxParameters": {"initProcessEnabled": true}}]}}
                        """
                                .formatted(ECR));

        assertThat(findings)
                .extracting(Finding::code)
                .containsExactly("entrypoint-replaced", "pid-mode", "init");
        assertThat(findings.getFirst().corrected())
                .contains(
                        "\"entryPoint\": [\"/.inlay/sensor\", \"--\", \"/bin/sh\", \"-c\", \"a \\\"b\\\"\"]");
    }

    @Test
    void takesWhatItCorrectedItself() {
        var findings =
                check(
                        """
                        {"containerDefinitions": [{"name": "web", "image": "%s:1.4-inlay",
                          "entryPoint": ["/.inlay/sensor", "--", "/bin/sh", "-c", "x"]}]}
                        """
                                .formatted(ECR));

        assertThat(findings).noneMatch(Finding::bypass);
    }

    @Test
    void findsAnEntrypointThatIsClearedByAnEmptyWord() {
        var findings =
                check(
                        """
                        {"containerDefinitions": [{"name": "web", "image": "%s:1-inlay", "entryPoint": [""]}]}
                        """
                                .formatted(ECR));

        assertThat(findings.getFirst().corrected())
                .contains("\"entryPoint\": [\"/.inlay/sensor\", \"--\"]");
    }

    /// ECS and Kubernetes refuse a line where a list belongs; nobody is to think until then that it
    /// is fine.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'containerDefinitions': [{'name': 'w', 'image': 'w:1-inlay', 'entryPoint': 'sh -c'}]}",
                "{'apiVersion': 'v1', 'kind': 'Pod', 'spec': {'containers': [{'name': 'w', 'image': 'w:1-inlay', 'command': 'sh -c'}]}}",
                "{'services': {'w': {'image': 'w:1-inlay', 'entrypoint': 'sh -c'}}}"
            })
    void findsAnEntrypointThatIsWrittenAsALine(String file) {
        var findings = check(file.replace('\'', '"'));

        assertThat(findings.getFirst().bypass()).isTrue();
        assertThat(findings.getFirst().corrected().orElseThrow())
                .endsWith(": [\"/.inlay/sensor\", \"--\", \"sh\", \"-c\"]");
    }

    @Test
    void findsImagesThatAreNotInstrumented() {
        var findings =
                check(
                        """
                        {"containerDefinitions": [
                          {"name": "tagged", "image": "%1$s:1.4"},
                          {"name": "latest", "image": "nginx"},
                          {"name": "pinned", "image": "%1$s@sha256:%2$s"},
                          {"name": "later", "image": "${IMAGE}"}]}
                        """
                                .formatted(ECR, "0".repeat(64)));

        assertThat(findings)
                .extracting(Finding::container, Finding::code)
                .contains(
                        tuple("tagged", "not-instrumented"),
                        tuple("latest", "not-instrumented"),
                        tuple("pinned", "image-by-digest"),
                        tuple("later", "image-unknown"));
        assertThat(findings.getFirst().corrected()).contains("image: " + ECR + ":1.4-inlay");
        assertThat(findings.get(1).corrected()).contains("image: nginx:latest-inlay");
    }

    @Test
    void goesByTheTagMappingOfTheEnrolment() {
        var mapped = new TaskCheck(TagMapping.parse("build-*=release-*"));
        var task = "{\"containerDefinitions\": [{\"name\": \"web\", \"image\": \"%s\"}]}";

        assertThat(mapped.check("f", task.formatted("shop/web:release-7")))
                .noneMatch(Finding::bypass);
        assertThat(mapped.check("f", task.formatted("shop/web:build-7")).getFirst().corrected())
                .contains("image: shop/web:release-7");
    }

    @Test
    void looksIntoEveryKubernetesObjectThatStartsPods() {
        var findings =
                check(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: one}
                        spec:
                          shareProcessNamespace: true
                          initContainers:
                            - {name: first, image: "shop/init:1-inlay", command: [migrate]}
                          containers:
                            - {name: web, image: "shop/web:1-inlay", args: [serve]}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        spec: {template: {spec: {containers: [{name: api, image: "shop/api:1-inlay", command: ["/api", "-v"]}]}}}
                        ---
                        apiVersion: batch/v1
                        kind: CronJob
                        spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: job, image: "shop/job:1-inlay", command: [job]}]}}}}}
                        ---
                        apiVersion: v1
                        kind: Service
                        spec: {ports: [{port: 80}]}
                        ---
                        """);

        assertThat(findings.stream().filter(Finding::bypass))
                .extracting(Finding::container)
                .containsExactly("first", "api", "job");
        assertThat(findings.stream().filter(each -> each.code().equals("pid-mode"))).hasSize(2);
        assertThat(findings.stream().filter(each -> each.container().equals("api")))
                .first()
                .satisfies(each ->
                        assertThat(each.corrected())
                                .contains(
                                        "command: [\"/.inlay/sensor\", \"--\", \"/api\", \"-v\"]"));
    }

    @Test
    void looksIntoAListOfKubernetesObjects() {
        var findings =
                check(
                        """
                        apiVersion: v1
                        kind: List
                        items:
                          - kind: Pod
                            apiVersion: v1
                            spec: {containers: [{name: web, image: "x:1-inlay", command: [a]}]}
                        """);

        assertThat(findings).extracting(Finding::code).containsExactly("entrypoint-replaced");
    }

    @Test
    void cutsTheWordsOfAComposeFileAsComposeDoes() {
        var findings =
                check(
                        """
                        x-shared: &shared {init: true, entrypoint: [tini]}
                        services:
                          listed: {image: "a:1-inlay", entrypoint: [run, "a b"]}
                          words: {image: "a:1-inlay", entrypoint: "sh -c 'echo \\"hi there\\"' x\\\\ y", pid: host}
                          cleared: {image: "a:1-inlay", entrypoint: ""}
                          same: {image: "a:1-inlay", entrypoint: null, command: serve, <<: *shared}
                          merged: {image: "a:1-inlay", <<: *shared}
                          built: {build: ., image: "a:1-inlay"}
                        """);

        assertThat(corrected(findings, "listed"))
                .isEqualTo("entrypoint: [\"/.inlay/sensor\", \"--\", \"run\", \"a b\"]");
        assertThat(corrected(findings, "words"))
                .isEqualTo(
                        "entrypoint: [\"/.inlay/sensor\", \"--\", \"sh\", \"-c\", \"echo \\\"hi there\\\"\", \"x y\"]");
        assertThat(corrected(findings, "cleared"))
                .isEqualTo("entrypoint: [\"/.inlay/sensor\", \"--\"]");
        assertThat(findings)
                .filteredOn(each -> each.container().equals("same"))
                .noneMatch(Finding::bypass);
        assertThat(corrected(findings, "merged"))
                .isEqualTo("entrypoint: [\"/.inlay/sensor\", \"--\", \"tini\"]");
        assertThat(findings).extracting(Finding::code).contains("pid-mode", "built", "init");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "7",
                "services: 7",
                "a: [",
                "{\"containerDefinitions\": ",
                "a: 1\na: 2",
                "\u0000",
                "a: &a [*a]",
                "!!javax.script.ScriptEngineManager [x]"
            })
    void saysThatAFileIsNoneOfThem(String garbage) {
        assertThatThrownBy(() -> check(garbage))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("task.yaml");
    }

    @Test
    void refusesAFileThatUnfoldsWithoutEnd() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            var below = ("*a" + (level - 1) + ", ").repeat(8) + "*a" + (level - 1);
            bomb.append("a%d: &a%1$d [%s]\n".formatted(level, below));
        }

        assertThatThrownBy(() -> check(bomb.toString())).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void survivesFilesOfAnyShape() {
        var random = new Random(5);
        var parts =
                List.of(
                        "containerDefinitions",
                        "services",
                        "apiVersion",
                        "kind",
                        "spec",
                        "name",
                        "image",
                        "entryPoint",
                        "command",
                        "entrypoint",
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ",",
                        "\"",
                        "'",
                        "\n",
                        "  ",
                        "- ",
                        "null",
                        "7",
                        "a:1");
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            try {
                assertThat(check(text.toString())).isNotNull();
            } catch (PermanentFailure expected) {
                assertThat(expected.getMessage()).contains("task.yaml");
            }
        }
    }

    private List<Finding> check(String text) {
        return check.check("task.yaml", text);
    }

    private static String corrected(List<Finding> findings, String container) {
        return findings.stream()
                .filter(each -> each.container().equals(container))
                .flatMap(each -> each.corrected().stream())
                .findFirst()
                .orElseThrow();
    }
}
