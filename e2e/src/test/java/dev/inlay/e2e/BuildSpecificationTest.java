package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Examples;
import dev.inlay.e2e.docker.BaseImage;
import dev.inlay.e2e.plane.InlayCommand;
import dev.inlay.e2e.world.Outcome;
import dev.inlay.local.keys.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The build specifications of `docs/examples/pipeline`, run as they stand: Docker, the registry
/// and our commands are real, `aws` only says a password.
@Tag("docker")
class BuildSpecificationTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String TAG = COMMIT.substring(0, 12);
    private static final String STARTS_SENSOR =
            "{\"containerDefinitions\": [{\"name\": \"web\", \"image\": \"%s\"}]}";
    private static final String STARTS_PAST_IT =
            "{\"containerDefinitions\": [{\"name\": \"web\", \"image\": \"%s\", \"entryPoint\": [\"sh\"]}]}";

    private final Works works = Works.shared();
    @TempDir private Path source;

    @Test
    void pushesTheImageAndTheInstrumentedOneBesideIt() throws Exception {
        String repository = "specification/done";
        String image = works.registry().host() + "/" + repository + ":" + TAG;

        Outcome build =
                build(
                        "buildspec.yml",
                        repository,
                        debian(repository, "CMD echo built"),
                        STARTS_SENSOR);

        assertThat(build.exit()).as(build.said()).isZero();
        assertThat(tags(repository)).isEqualTo(List.of(200, 200));
        works.docker().pull(image + "-inlay");
        assertThat(works.docker().runOnce(List.of(), image + "-inlay", List.of()).text())
                .isEqualTo("built");
        assertThat(build.output()).containsPattern("attestation +holds");
        Outcome pushed = new InlayCommand(List.of()).run("verify", image + "-inlay");
        assertThat(pushed.output()).as("its layers were packed anew").contains("sensor", "broken");
    }

    @Test
    void pushesAnImageThatIsDeclinedAlone() throws Exception {
        String repository = "specification/declined";
        String ours = works.instrumented(works.image("built-from", "debian", "CMD echo ours"));

        Outcome build = build("buildspec.yml", repository, "FROM " + ours + "\n", STARTS_SENSOR);

        assertThat(build.exit()).as(build.said()).isZero();
        assertThat(build.said()).contains("already instrumented");
        assertThat(tags(repository)).isEqualTo(List.of(200, 404));
    }

    @Test
    void pushesNothingWhenTheTaskWouldStartPastTheSensor() throws Exception {
        String repository = "specification/past";

        Outcome build =
                build("buildspec.yml", repository, debian(repository, "CMD echo"), STARTS_PAST_IT);

        assertThat(build.exit()).as(build.said()).isEqualTo(1);
        assertThat(build.said()).contains("/.inlay/sensor");
        assertThat(tags(repository)).isEqualTo(List.of(404, 404));
    }

    @Test
    void waitsForTheControlPlaneWhereTheRepositoryIsEnrolled() throws Exception {
        String repository = "works/specification";

        Outcome build =
                build(
                        "wait.buildspec.yml",
                        repository,
                        debian(repository, "CMD echo"),
                        STARTS_SENSOR);

        assertThat(build.exit()).as(build.said()).isZero();
        assertThat(tags(repository)).isEqualTo(List.of(200, 200));
    }

    private Outcome build(String name, String repository, String dockerfile, String task)
            throws IOException {
        String uri = works.registry().host() + "/" + repository;
        Files.writeString(source.resolve("Dockerfile"), dockerfile);
        Files.writeString(
                source.resolve("taskdef.json"), task.formatted(uri + ":" + TAG + "-inlay"));
        program(
                "inlay/inlay",
                "exec " + new InlayCommand(List.of()).command(List.of()) + " \"$@\"");
        program("bin/aws", "echo password");
        for (var tag : List.of(TAG, TAG + "-inlay")) {
            works.scene().atTheEnd(() -> works.docker().run("image", "rm", "-f", uri + ":" + tag));
        }
        return new CodeBuild(source, environment(uri)).run(Examples.text("pipeline/" + name));
    }

    private Map<String, String> environment(String uri) throws IOException {
        return Map.of(
                "REPOSITORY_URI",
                uri,
                "CODEBUILD_RESOLVED_SOURCE_VERSION",
                COMMIT,
                "PATH",
                source.resolve("bin") + ":" + System.getenv("PATH"),
                "DOCKER_CONFIG",
                source.resolve("docker").toString(),
                "INLAY_SERVER",
                works.plane().address().toString(),
                "INLAY_TOKEN",
                Files.readString(KeyRing.tokenFile(works.scene().file("data"))).strip());
    }

    private void program(String name, String text) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /// What the registry says to the image's tag and to that of the instrumented one.
    private List<Integer> tags(String repository) {
        return List.of(
                works.registry().manifest(repository, TAG).statusCode(),
                works.registry().manifest(repository, TAG + "-inlay").statusCode());
    }

    private static String debian(String repository, String command) {
        return "FROM %s\nLABEL name=%s\n%s\n"
                .formatted(BaseImage.named(Home.directory(), "debian"), repository, command);
    }
}
