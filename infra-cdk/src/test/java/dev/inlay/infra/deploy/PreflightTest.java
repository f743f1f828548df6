package dev.inlay.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private static final Account.Caller SOMEBODY =
            new Account.Caller.Known("123456789012", "arn:aws:iam::123456789012:user/dev");

    private record Given(Optional<String> region, Account.Caller caller, OptionalInt bootstrap)
            implements Account {}

    @Test
    void goesWhereEverythingIsThereAndSaysWhere() {
        var preflight =
                Preflight.of(new Given(Optional.of("eu-west-1"), SOMEBODY, OptionalInt.of(21)));

        assertThat(preflight.missing()).isEmpty();
        assertThat(preflight.target()).contains("123456789012", "eu-west-1", "user/dev");
    }

    @Test
    void saysEverythingThatIsMissingAtOnce() {
        var preflight =
                Preflight.of(
                        new Given(
                                Optional.empty(),
                                new Account.Caller.Unknown("Unable to load credentials"),
                                OptionalInt.empty()));

        assertThat(preflight.missing())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("AWS_REGION"))
                .anySatisfy(line -> assertThat(line).contains("Unable to load credentials"));
    }

    @Test
    void givesTheCommandThatBootstraps() {
        var never =
                Preflight.of(new Given(Optional.of("eu-west-1"), SOMEBODY, OptionalInt.empty()));
        var old = Preflight.of(new Given(Optional.of("eu-west-1"), SOMEBODY, OptionalInt.of(5)));

        assertThat(never.missing())
                .singleElement()
                .asString()
                .contains("bootstrap aws://123456789012/eu-west-1");
        assertThat(old.missing()).singleElement().asString().contains("too old");
    }
}
