package dev.inlay.aws.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Answers;
import dev.inlay.aws.Moto;
import dev.inlay.failure.PermanentFailure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EcrRepositoryTest {
    @Test
    @Tag("emulator")
    void makesARepositoryUnlessItIsThere() {
        var name = Moto.name("inlay/probe");

        EcrRepository.ensure(Moto.connection(), name);
        EcrRepository.ensure(Moto.connection(), name);

        assertThat(new EcrListing(Moto.connection()).repositories()).containsOnlyOnce(name);
    }

    @Test
    void saysWhatTheRoleMayNot() {
        try (var ecr = Answers.listen()) {
            ecr.thenError(400, "AccessDeniedException", "not authorized to ecr:CreateRepository");

            assertThatThrownBy(() -> EcrRepository.ensure(ecr.connection(), "inlay/probe"))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContainingAll("inlay/probe", "ecr:CreateRepository", "role");
        }
    }
}
