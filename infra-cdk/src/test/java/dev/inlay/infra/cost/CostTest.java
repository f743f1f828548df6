package dev.inlay.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.infra.Synthesised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /// A frame every ten minutes is 4,320 in thirty days, a poll every seven minutes 6,171.
    @Test
    void multipliesUseByPrice() {
        assertThat(of(with(Map.of()).perContainer(Way.API, 10_000), "API requests"))
                .isCloseTo((4_320 + 30 * 24 * 3_600 / 420.0) / 1e6 * 1.00, within(1e-9));
    }

    /// A sensor that goes to SQS and S3 pays for neither the API nor the authorizer.
    @Test
    void pricesSensorsThatReportByThemselves() {
        var direct = with(Map.of("sensors", "direct"));

        assertThat(with(Map.of()).ways()).containsExactly(Way.API);
        assertThat(direct.ways()).containsExactly(Way.API, Way.DIRECT);
        var lines = direct.perContainer(Way.DIRECT, 10_000);
        assertThat(of(lines, "policies fetched"))
                .isCloseTo(30 * 24 * 3_600 / 420.0 / 1e6 * 0.40, within(1e-9));
        assertThat(lines).noneMatch(line -> line.what().contains("API"));
        assertThat(Cost.sum(lines))
                .isLessThan(Cost.sum(direct.perContainer(Way.API, 10_000)))
                .isGreaterThan(0);
        assertThat(of(direct.fixed(), "queues asked without a pause"))
                .as("two queues more")
                .isCloseTo(
                        1.5 * of(with(Map.of()).fixed(), "queues asked without a pause"),
                        within(1e-9));
    }

    @Test
    void isCheaperForEachTheMoreThereAre() {
        assertThat(Cost.sum(with(Map.of()).perContainer(Way.API, 10_000)))
                .isLessThan(Cost.sum(with(Map.of()).perContainer(Way.API, 10)));
    }

    /// What the design set out to reach, with everything counted.
    @Test
    void staysAtThreeCentsForEachOfTenThousand() {
        var cost = with(Map.of());

        assertThat(Cost.sum(cost.perContainer(Way.API, 10_000)) + Cost.sum(cost.fixed()) / 10_000)
                .isLessThan(0.03);
    }

    /// `docs/scale.md` has its table from another program, with the same assumptions.
    @ParameterizedTest
    @ValueSource(ints = {10, 1_000, 10_000})
    void agreesWithWhatIsWritten(int containers) throws IOException {
        var row = "\\| %,d, settled \\|.*\\*\\*([0-9.]+)\\*\\*".formatted(containers);
        var found = Pattern.compile(row).matcher(Files.readString(Path.of("../docs/scale.md")));
        assertThat(found.find()).isTrue();
        var cost = with(Map.of());

        assertThat(
                        Cost.sum(cost.perContainer(Way.API, containers))
                                + Cost.sum(cost.fixed()) / containers)
                .isCloseTo(Double.parseDouble(found.group(1)), within(0.001));
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
