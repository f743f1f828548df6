package dev.inlay.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.Moto;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CallerIdentityTest {
    @Test
    @Tag("emulator")
    void knowsTheAccountItCallsFrom() {
        var identity = CallerIdentity.of(Moto.connection());

        assertThat(identity.account()).matches("[0-9]{12}");
        assertThat(identity.arn()).contains(identity.account());
        assertThat(identity.registry())
                .isEqualTo(identity.account() + ".dkr.ecr.eu-central-1.amazonaws.com");
    }

    @Test
    void knowsTheHostOfARegistryInChina() {
        var identity = new CallerIdentity("123456789012", "arn:aws-cn:sts", "cn-north-1");

        assertThat(identity.registry())
                .isEqualTo("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn");
    }
}
