package dev.inlay.local.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table for people: columns aligned, nothing drawn.
final class Grid {
    private final List<List<String>> rows = new ArrayList<>();

    Grid(String... titles) {
        row(titles);
    }

    Grid row(String... cells) {
        rows.add(Arrays.stream(cells).map(Grid::printable).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(PrintStream out) {
        int columns = rows.getFirst().size();
        var widths =
                IntStream.range(0, columns)
                        .map(column ->
                                rows.stream()
                                        .mapToInt(row -> row.get(column).length())
                                        .max()
                                        .orElse(0))
                        .toArray();
        for (var row : rows) {
            out.println(
                    IntStream.range(0, columns)
                            .mapToObj(column -> padded(row.get(column), widths[column]))
                            .collect(Collectors.joining("  "))
                            .stripTrailing());
        }
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }

    /// What containers, images and archives say may hold anything; nothing of it is to move a
    /// person's cursor or to turn what they read around.
    static String printable(String cell) {
        return cell.replaceAll("[\\p{Cc}\\p{Cf}]", "\ufffd");
    }
}
