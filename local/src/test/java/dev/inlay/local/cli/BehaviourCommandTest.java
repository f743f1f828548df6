package dev.inlay.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Json;
import org.junit.jupiter.api.Test;

class BehaviourCommandTest {
    @Test
    void saysThatNothingIsKnownOfTheEndUntilOneWasSeen() {
        assertThat(BehaviourCommand.unseen(Json.object()))
                .isEqualTo(BehaviourCommand.unseen(Json.object().put("ended", false)))
                .hasValueSatisfying(line -> assertThat(line).contains("end", "will be new"));
        assertThat(BehaviourCommand.unseen(Json.object().put("ended", true))).isEmpty();
    }
}
