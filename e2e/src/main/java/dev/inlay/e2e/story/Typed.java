package dev.inlay.e2e.story;

import dev.inlay.e2e.shop.Shop;
import java.time.Duration;

/// Things as a person would have typed or said them.
final class Typed {
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
}
