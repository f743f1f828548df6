package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.e2e.story.Performance;
import dev.inlay.e2e.story.Step;
import dev.inlay.e2e.story.Telling;
import dev.inlay.e2e.world.Scene;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// The story that `./inlay demo` tells, a test for each of its steps.
@Tag("docker")
class DemoStoryTest {
    private static final Duration TRAFFIC = Duration.ofSeconds(45);

    @TestFactory
    Stream<DynamicTest> everyStepHappens() {
        try (var scene = Scene.begin("inlay-story")) {
            var story =
                    new Performance(scene, Home.directory(), TRAFFIC).play(new Telling(System.out));
            return story.steps().stream().map(DemoStoryTest::test);
        }
    }

    private static DynamicTest test(Step step) {
        return DynamicTest.dynamicTest(
                step.name(), () -> assertThat(step.ok()).as(step.detail()).isTrue());
    }
}
