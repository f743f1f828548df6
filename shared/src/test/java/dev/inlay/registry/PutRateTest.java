package dev.inlay.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PutRateTest {
    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com,true",
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com,true",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn,true",
        "123456789012.dkr-ecr.eu-west-1.on.aws,true",
        "public.ecr.aws,false",
        "127.0.0.1:5000,false",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.example,false"
    })
    void leavesMoreThanHalfOfTheQuotaOfEcrToOthers(String registry, boolean ecr) {
        assertThat(PutRate.usual(registry).isPresent()).isEqualTo(ecr);
        PutRate.usual(registry).ifPresent(rate -> assertThat(rate.perSecond()).isLessThan(5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1e9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoRate(double rate) {
        assertThatThrownBy(() -> PutRate.of(rate)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allowsAtLeastOneAtOnce() {
        assertThat(PutRate.of(0.5).burst()).isEqualTo(1);
    }
}
