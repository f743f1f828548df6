package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    @Test
    void instrumentsAndChecksAndLetsDeclinedImagesPass() {
        var source = one("AWS::CodeBuild::Project").at("/Properties/Source/BuildSpec").asText();

        assertThat(source)
                .contains("instrument \\\"$REPOSITORY_URI:$TAG\\\"")
                .contains("verify \\\"$REPOSITORY_URI:$TAG-inlay\\\"")
                .contains("= 3");
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
