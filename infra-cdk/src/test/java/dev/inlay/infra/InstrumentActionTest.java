package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.codepipeline.Artifact;
import software.amazon.awscdk.services.codepipeline.Pipeline;
import software.amazon.awscdk.services.codepipeline.StageOptions;
import software.amazon.awscdk.services.codepipeline.actions.S3SourceAction;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.s3.Bucket;

/// Somebody's pipeline, with the step in it.
class InstrumentActionTest {
    private static JsonNode resources;
    @TempDir private Path folder;

    @BeforeAll
    static void synthesise() {
        var stack = new Stack(new App(), "Shop");
        var repository = new Repository(stack, "Web");
        var source = new Artifact("Source");
        var pipeline = new Pipeline(stack, "Pipeline");
        pipeline.addStage(
                StageOptions.builder()
                        .stageName("Source")
                        .actions(
                                List.of(
                                        S3SourceAction.Builder.create()
                                                .actionName("Fetch")
                                                .bucket(new Bucket(stack, "Bucket"))
                                                .bucketKey("source.zip")
                                                .output(source)
                                                .build()))
                        .build());
        pipeline.addStage(
                StageOptions.builder()
                        .stageName("Protect")
                        .actions(
                                List.of(
                                        new InstrumentAction(
                                                        stack, "Instrument", repository, "./inlay")
                                                .action(source, "1.4")))
                        .build());
        var template = Template.fromStack(stack).toJSON();
        resources = new ObjectMapper().valueToTree(template).path("Resources");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 'docker login|inlay instrument|inlay verify'", // done
        "3, 0, 'docker login|inlay instrument'", // declined: the image goes on as it is
        "1, 1, 'docker login|inlay instrument'" // failed
    })
    void instrumentsAndChecksAndLetsDeclinedImagesPass(int instrument, int ends, String calls)
            throws Exception {
        Path said = folder.resolve("said");
        program("aws", "echo password");
        program("docker", "cat >/dev/null; echo docker $1 >>" + said);
        program(
                "inlay",
                "echo inlay $1 >>%s; [ $1 = verify ] || exit %d".formatted(said, instrument));

        int exit = run(one("AWS::CodeBuild::Project").at("/Properties/Source/BuildSpec").asText());

        assertThat(exit).isEqualTo(ends);
        assertThat(said).hasContent(calls.replace('|', '\n'));
    }

    /// As CodeBuild does it: the commands in one shell, until one fails.
    private int run(String buildSpec) throws Exception {
        var commands = new StringBuilder();
        new ObjectMapper()
                .readTree(buildSpec)
                .at("/phases/build/commands")
                .forEach(each -> commands.append(each.asText()).append(" || exit\n"));
        var shell = new ProcessBuilder("sh", "-c", commands.toString()).inheritIO();
        shell.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        shell.environment().put("INLAY", folder.resolve("inlay").toString());
        shell.environment().put("REPOSITORY_URI", "1.dkr.ecr.eu-central-1.amazonaws.com/shop/web");
        shell.environment().put("TAG", "1.4");
        return shell.start().waitFor();
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void isTheStepOfThePipelineWithTheTag() {
        var action =
                one("AWS::CodePipeline::Pipeline").at("/Properties/Stages/1/Actions/0").toString();

        assertThat(action).contains("\"Instrument\"").contains("TAG").contains("1.4");
    }

    @Test
    void mayPushToThatRepositoryOnly() {
        var pushing =
                resources
                        .valueStream()
                        .filter(each -> each.path("Type").asText().equals("AWS::IAM::Policy"))
                        .flatMap(each ->
                                each.at("/Properties/PolicyDocument/Statement").valueStream())
                        .filter(each -> each.path("Action").toString().contains("ecr:PutImage"))
                        .toList();

        assertThat(pushing).hasSize(1);
        assertThat(pushing.getFirst().path("Resource").toString()).contains("Web").contains("Arn");
        assertThat(pushing.getFirst().path("Resource").toString()).isNotEqualTo("\"*\"");
    }

    private static JsonNode one(String type) {
        return resources
                .valueStream()
                .filter(each -> each.path("Type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
