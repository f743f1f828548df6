package dev.inlay.infra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.infra.cost.Cost;
import dev.inlay.infra.cost.Line;
import dev.inlay.infra.cost.Prices;
import dev.inlay.infra.cost.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a person should have read before they deploy: what is made, what it may do, what it costs.
final class Report {
    private static final List<Integer> CONTAINERS = List.of(10, 1_000, 10_000);

    private static final String SENSORS = "DirectSensors";

    private Report() {}

    static List<String> of(JsonNode template) {
        var lines = new ArrayList<String>();
        lines.addAll(made(template));
        lines.addAll(granted(template));
        lines.addAll(asked(template));
        lines.addAll(cost(new Cost(Prices.known(), template)));
        return lines;
    }

    private static List<String> made(JsonNode template) {
        var types = new TreeMap<String, Integer>();
        template.path("Resources")
                .forEach(resource -> types.merge(resource.path("Type").asText(), 1, Integer::sum));
        var lines = new ArrayList<String>();
        lines.add("What is made, in one account and one region");
        types.forEach(
                (type, number) -> lines.add(String.format(Locale.ROOT, "  %4d %s", number, type)));
        lines.add("");
        return lines;
    }

    private static List<String> granted(JsonNode template) {
        Map<String, List<Permission>> byWho = new LinkedHashMap<>();
        Permissions.of(template).stream()
                .filter(Permission::isAllowed)
                .forEach(permission ->
                        byWho.computeIfAbsent(permission.who(), _ -> new ArrayList<>())
                                .add(permission));
        var lines = new ArrayList<String>();
        lines.add("What you grant, and to whom");
        byWho.forEach((who, permissions) -> {
            lines.add("  " + who);
            permissions.forEach(permission -> lines.addAll(told(permission)));
        });
        lines.add("");
        return lines;
    }

    /// What nobody but the user can do: a change of roles that are not the stack's.
    private static List<String> asked(JsonNode template) {
        var needed =
                Permissions.of(template).stream()
                        .filter(permission -> permission.who().equals(SENSORS))
                        .toList();
        if (needed.isEmpty()) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add(
                "What you have to change yourself, for each role of tasks whose sensors go to SQS");
        lines.add("  attach the policy that the output PolicyForSensors names; it allows");
        needed.forEach(permission -> lines.addAll(told(permission)));
        lines.add("  and enrol the images with the role's id: ./inlay enrol PATTERN --role AROA…");
        lines.add("");
        return lines;
    }

    private static List<String> told(Permission permission) {
        var lines = new ArrayList<String>();
        lines.add("    " + String.join(", ", permission.actions()));
        lines.add("      on " + String.join(", ", permission.resources()));
        if (!permission.condition().isEmpty()) {
            lines.add("      if " + permission.condition());
        }
        if (permission.isOnEverything()) {
            permission
                    .actions()
                    .forEach(action ->
                            Unbounded.because(action)
                                    .ifPresent(because ->
                                            lines.add("      " + action + ": " + because)));
        }
        return lines;
    }

    private static List<String> cost(Cost cost) {
        var lines = new ArrayList<String>();
        lines.add(
                "What it costs in a month, in US dollars (" + Prices.OF + "; without free tiers)");
        lines.add("  whatever runs");
        cost.fixed().forEach(line -> lines.add(dollars(line.what(), "%9.2f", line.dollars())));
        lines.add(dollars("together", "%9.2f", Cost.sum(cost.fixed())));
        cost.ways().forEach(way -> lines.addAll(perContainer(cost, way)));
        lines.add("  for each image that is pushed");
        lines.add(dollars("a task of its own, at most", "%9.4f", cost.perImage()));
        return lines;
    }

    private static List<String> perContainer(Cost cost, Way way) {
        var lines = new ArrayList<String>();
        lines.add("  " + way.heading());
        lines.add(
                String.format(
                        Locale.ROOT,
                        "    %-44s %9s %9s %9s",
                        "",
                        CONTAINERS.get(0),
                        CONTAINERS.get(1),
                        CONTAINERS.get(2)));
        var columns = CONTAINERS.stream().map(many -> cost.perContainer(way, many)).toList();
        for (int row = 0; row < columns.getFirst().size(); row++) {
            lines.add(row(columns, row));
        }
        lines.add(together(cost, columns));
        return lines;
    }

    private static String row(List<List<Line>> columns, int row) {
        return columns(
                columns.getFirst().get(row).what(),
                columns.stream().map(column -> column.get(row).dollars()).toList());
    }

    /// With its share of what is to pay whatever runs.
    private static String together(Cost cost, List<List<Line>> columns) {
        var sums = new ArrayList<Double>();
        for (int i = 0; i < columns.size(); i++) {
            sums.add(Cost.sum(columns.get(i)) + Cost.sum(cost.fixed()) / CONTAINERS.get(i));
        }
        return columns("together, with the share of what is fixed", sums);
    }

    private static String columns(String what, List<Double> dollars) {
        return String.format(
                Locale.ROOT,
                "    %-44s %9.4f %9.4f %9.4f",
                what,
                dollars.get(0),
                dollars.get(1),
                dollars.get(2));
    }

    private static String dollars(String what, String format, double dollars) {
        return String.format(Locale.ROOT, "    %-44s " + format, what, dollars);
    }
}
