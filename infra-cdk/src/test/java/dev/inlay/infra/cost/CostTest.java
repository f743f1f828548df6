package dev.inlay.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.infra.Synthesised;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {
    private static Cost with(Map<String, String> settings) {
        return new Cost(Prices.known(), Synthesised.with(settings).template());
    }

    @Test
    void countsWhatThereIsToPayForInTheTemplate() {
        var template = Synthesised.byDefault();

        assertThat(of(with(Map.of()).fixed(), "signing keys")).isEqualTo(2.00);
        assertThat(of(with(Map.of()).fixed(), "alarms"))
                .isCloseTo(
                        0.10 * template.resources("AWS::CloudWatch::Alarm").size(), within(1e-9));
    }

    @Test
    void showsWhatASettingCosts() {
        double own = Cost.sum(with(Map.of()).fixed());
        double endpoints = Cost.sum(with(Map.of("endpoints", "true")).fixed());

        assertThat(endpoints - own).isCloseTo(6 * 2 * 730 * 0.01, within(1e-6));
        assertThat(with(Map.of("architecture", "x86_64")).perImage())
                .isGreaterThan(with(Map.of()).perImage());
    }

    /// A frame every ten minutes is 4,320 in thirty days, a poll every 400 seconds 6,480.
    @Test
    void multipliesUseByPrice() {
        assertThat(of(with(Map.of()).perContainer(10_000), "API requests"))
                .isCloseTo((4_320 + 6_480) / 1e6 * 1.00, within(1e-9));
    }

    @Test
    void isCheaperForEachTheMoreThereAre() {
        assertThat(Cost.sum(with(Map.of()).perContainer(10_000)))
                .isLessThan(Cost.sum(with(Map.of()).perContainer(10)));
    }

    /// What the design set out to reach.
    @Test
    void staysBelowThreeCentsForEachOfTenThousand() {
        var cost = with(Map.of());

        assertThat(Cost.sum(cost.perContainer(10_000)) + Cost.sum(cost.fixed()) / 10_000)
                .isLessThan(0.03);
    }

    @Test
    void saysOfEachPriceWhereItIsPublished() {
        assertThat(Prices.known().all().values())
                .hasSizeGreaterThan(10)
                .allSatisfy(price -> {
                    assertThat(price.dollars()).isPositive();
                    assertThat(price.source()).startsWith("https://aws.amazon.com/");
                });
        assertThatThrownBy(() -> Prices.known().of("gold"))
                .hasMessageContaining("no price of gold");
    }

    private static double of(List<Line> lines, String what) {
        return lines.stream()
                .filter(line -> line.what().endsWith(what))
                .findFirst()
                .orElseThrow()
                .dollars();
    }
}
