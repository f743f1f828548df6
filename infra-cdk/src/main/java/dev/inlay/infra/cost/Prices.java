package dev.inlay.infra.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The public prices this version knows, one line each in `prices.csv`, with where AWS publishes
/// them.
public final class Prices {
    /// Which prices these are, for whoever reads a sum.
    public static final String OF = "public list prices of us-east-1, November 2026";

    private final Map<String, Price> byName;

    /// What one thing costs.
    ///
    /// @param dollars for one of it
    /// @param unit what one is
    /// @param source where AWS publishes it
    public record Price(double dollars, String unit, String source) {}

    private Prices(Map<String, Price> byName) {
        this.byName = byName;
    }

    /// Those that come with this version.
    public static Prices known() {
        try (var in = Objects.requireNonNull(Prices.class.getResourceAsStream("prices.csv"))) {
            return parse(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Prices parse(String table) {
        var byName = new TreeMap<String, Price>();
        table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(",", 4))
                .forEach(cells ->
                        byName.put(
                                cells[0],
                                new Price(Double.parseDouble(cells[1]), cells[2], cells[3])));
        return new Prices(byName);
    }

    double of(String name) {
        return Optional.ofNullable(byName.get(name))
                .map(Price::dollars)
                .orElseThrow(() -> new IllegalArgumentException("there is no price of " + name));
    }

    /// All of them, by name.
    public Map<String, Price> all() {
        return Map.copyOf(byName);
    }
}
