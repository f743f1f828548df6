package dev.inlay.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void choosesWhatGrantsAndCostsLeastWhereNothingIsSaid() {
        var settings = Settings.defaults();

        assertThat(settings.network()).isEqualTo(new Network.Own());
        assertThat(settings.alertEmail()).isEmpty();
        assertThat(settings.securityHub()).isFalse();
        assertThat(settings.tracing()).isFalse();
        assertThat(settings.rollServices()).isFalse();
        assertThat(settings.processor()).isEqualTo(Processor.ARM64);
    }

    @Test
    void readsWhatIsSaid() {
        var settings =
                Settings.from(
                        Map.of(
                                "repositories", " shop/*, api ",
                                "vpc", "vpc-0123456789abcdef0",
                                "subnets", "subnet-0123456789abcdef0",
                                "publicIp", "true",
                                "alertEmail", "on-call@example.com",
                                "logRetentionDays", "90"));

        assertThat(settings.repositories()).containsExactly("shop/*", "api");
        assertThat(settings.network())
                .isEqualTo(
                        new Network.Existing(
                                "vpc-0123456789abcdef0",
                                List.of("subnet-0123456789abcdef0"),
                                true));
        assertThat(settings.alertEmail()).contains("on-call@example.com");
        assertThat(settings.logRetentionDays()).isEqualTo(90);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alertMail | a@b.example | there is no setting 'alertMail'",
                "alertEmail | nobody | 'nobody' is no e-mail address",
                "securityHub | yes | 'yes' is neither true nor false",
                "logRetentionDays | 31 | keeps for one of",
                "logRetentionDays | 99999999999 | is no number",
                "putsPerSecond | 1001 | at most 1000",
                "signingKey | 0 | is no number from 1",
                "architecture | sparc | neither arm64 nor x86_64",
                "subnets | subnet-0123456789abcdef0 | say which",
                "publicIp | true | belongs to a vpc of yours",
                "vpc | vpc-0123456789abcdef0 | needs at least one",
                "vpc | mine | 'mine' is no id",
                "repositories | Shop | is no pattern of repositories",
                "repositories | 1.dkr.ecr.eu-west-1.amazonaws.com/shop | leave the host out",
                "repositories | arn:aws:ecr:*:*:repository/* | is no pattern of repositories"
            })
    void refusesWhatIsNone(String name, String value, String because) {
        assertThatThrownBy(() -> Settings.from(Map.of(name, value)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(because);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(
                        () -> Settings.from(Map.of("tracing", "on", "alertEmail", "x", "y", "z")))
                .hasMessageContaining("'on'")
                .hasMessageContaining("'x'")
                .hasMessageContaining("'y'");
    }
}
