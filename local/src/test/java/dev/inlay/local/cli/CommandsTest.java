package dev.inlay.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {
    @Test
    void callsEachCommandByTheNameItHas() {
        var all = Commands.of(new Inlay(), "--help").getSubcommands();

        assertThat(all).hasSizeGreaterThan(15);
        all.forEach((name, line) -> assertThat(line.getCommandName()).isEqualTo(name));
    }

    @Test
    void readsNoOtherCommandThanTheOneThatIsMeant() {
        assertThat(Commands.of(new Inlay(), "instrument", "--help").getSubcommands())
                .containsOnlyKeys("instrument");
    }

    @Test
    void knowsAllOfThemWhereNoneIsNamed() {
        var none = Commands.of(new Inlay()).getSubcommands();

        assertThat(Commands.of(new Inlay(), "nonsense").getSubcommands().keySet())
                .isEqualTo(none.keySet());
    }
}
