package dev.inlay.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.codebuild.BuildEnvironment;
import software.amazon.awscdk.services.codebuild.BuildEnvironmentVariable;
import software.amazon.awscdk.services.codebuild.BuildSpec;
import software.amazon.awscdk.services.codebuild.LinuxBuildImage;
import software.amazon.awscdk.services.codebuild.PipelineProject;
import software.amazon.awscdk.services.codepipeline.Artifact;
import software.amazon.awscdk.services.codepipeline.actions.CodeBuildAction;
import software.amazon.awscdk.services.ecr.IRepository;
import software.constructs.Construct;

/// A step of somebody's own pipeline (CodePipeline): puts the sensor into the image that an earlier
/// step pushed, and checks the result. An image that is declined goes on without it. For
/// repositories that no control plane watches; `docs/pipeline.md` has the others.
public final class InstrumentAction extends Construct {
    private final PipelineProject project;

    /// @param repository where the image is and the result goes
    /// @param inlay path of Inlay's launcher in the pipeline's source
    public InstrumentAction(Construct scope, String id, IRepository repository, String inlay) {
        super(scope, id);
        this.project =
                PipelineProject.Builder.create(this, "Project")
                        .environment(
                                BuildEnvironment.builder()
                                        .buildImage(LinuxBuildImage.STANDARD_7_0)
                                        .build())
                        .environmentVariables(
                                Map.of(
                                        "INLAY",
                                        variable(inlay),
                                        "REPOSITORY_URI",
                                        variable(repository.getRepositoryUri())))
                        .buildSpec(BuildSpec.fromObject(buildSpec()))
                        .build();
        repository.grantPullPush(project);
    }

    /// The action, to be added to a stage.
    ///
    /// @param source holds the launcher
    /// @param tag of the image; a variable of the pipeline, such as `#{Source.CommitId}`
    public CodeBuildAction action(Artifact source, String tag) {
        return CodeBuildAction.Builder.create()
                .actionName("Instrument")
                .project(project)
                .input(source)
                .environmentVariables(Map.of("TAG", variable(tag)))
                .build();
    }

    /// The exit codes are those of `docs/pipeline.md`: 3 is an image that is left as it is.
    private static Map<String, Object> buildSpec() {
        return Map.of(
                "version",
                "0.2",
                "phases",
                Map.of(
                        "build",
                        Map.of(
                                "commands",
                                List.of(
                                        "aws ecr get-login-password | docker login --username AWS --password-stdin \"${REPOSITORY_URI%%/*}\"",
                                        "code=0; \"$INLAY\" instrument \"$REPOSITORY_URI:$TAG\" || code=$?",
                                        "test \"$code\" = 0 || test \"$code\" = 3",
                                        "if [ \"$code\" = 0 ]; then \"$INLAY\" verify \"$REPOSITORY_URI:$TAG-inlay\"; fi"))));
    }

    private static BuildEnvironmentVariable variable(String value) {
        return BuildEnvironmentVariable.builder().value(value).build();
    }
}
