package dev.inlay.e2e.story;

import dev.inlay.e2e.shop.Shop;
import java.time.Duration;
import java.util.List;

/// Things as a person would have typed or said them.
final class Typed {
    private static final int SHOWN = 20;

    private Typed() {}

    /// The `docker run` of the shop.
    static String run(Shop shop, String image) {
        return "docker run -d --name %s %s %s"
                .formatted(shop.name(), String.join(" ", shop.options()), image);
    }

    /// `2 min 30 s`.
    static String minutes(Duration time) {
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    /// The first lines of a long answer, and how many more there were.
    static String beginning(String answer) {
        List<String> lines = answer.lines().toList();
        if (lines.size() <= SHOWN) {
            return answer;
        }
        return String.join("\n", lines.subList(0, SHOWN))
                + "\n… and %d lines more".formatted(lines.size() - SHOWN);
    }
}
