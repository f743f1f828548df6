package dev.inlay.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.document.Examples;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The cases the sensor is tested with.
class TemplateTest {
    static Stream<JsonNode> arguments() {
        return Examples.tree("templates.json")
                .valueStream()
                .filter(each -> each.path("context").asText().equals("argument"));
    }

    static Stream<JsonNode> programs() {
        return Examples.tree("templates.json")
                .valueStream()
                .filter(each -> each.path("context").asText().equals("program"))
                .filter(each -> each.path("input").asText().startsWith("/srv/"));
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void writesAnArgumentAsTheSensorDoes(JsonNode example) {
        assertThat(Template.argument(example.path("input").asText()))
                .isEqualTo(example.path("output").asText());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void writesAProgramAsTheSensorDoes(JsonNode example) {
        assertThat(Template.program(example.path("input").asText()))
                .isEqualTo(example.path("output").asText());
    }

    @Test
    void leavesTheFirstArgumentAsItIs() {
        assertThat(Template.arguments(List.of("app-1", "1")))
                .contains(List.of("app-1", "{number}"));
    }

    @Test
    void refusesAListThatIsTooLongToBeToldWhole() {
        assertThat(Template.arguments(Collections.nCopies(65, "x"))).isEmpty();
    }
}
