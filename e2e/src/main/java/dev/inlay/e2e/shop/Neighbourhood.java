package dev.inlay.e2e.shop;

import dev.inlay.e2e.docker.BaseImage;
import dev.inlay.e2e.docker.Container;
import dev.inlay.e2e.docker.Docker;
import dev.inlay.e2e.docker.Network;
import dev.inlay.e2e.world.Await;
import dev.inlay.e2e.world.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is in the shop's network beside it: the database it needs, and a Redis that is none of its
/// business.
///
/// @param image the shop's image in Docker, as its developers built it
/// @param redis the neighbour
public record Neighbourhood(String image, Container redis) {
    /// The neighbour's name in the network.
    public static final String REDIS = "neighbour";

    /// Where the neighbour listens.
    public static final int REDIS_PORT = 6379;

    private static final Duration START = Duration.ofSeconds(30);

    /// Builds the images and starts the neighbours.
    ///
    /// @param home the project's folder
    public static Neighbourhood settle(Scene scene, Docker docker, Network network, Path home) {
        String shop = scene.name("shop:1.0");
        docker.build(
                shop,
                home.resolve("e2e/shop"),
                List.of("--build-arg", "BASE=" + BaseImage.named(home, "jre17")));
        docker.start(
                scene.name("database"),
                database(network, home),
                BaseImage.named(home, "postgres"),
                List.of());
        Container redis =
                docker.start(
                        scene.name(REDIS),
                        in(network, REDIS),
                        BaseImage.named(home, "redis"),
                        List.of("redis-server", "--protected-mode", "no", "--save", ""));
        Await.until(
                "the neighbour to answer", START, () -> redisSays(redis, "ping").equals("PONG"));
        return new Neighbourhood(shop, redis);
    }

    /// What the neighbour has under a key; empty when there is none.
    public String atTheNeighbours(String key) {
        return redisSays(redis, "get", key);
    }

    private static String redisSays(Container redis, String... words) {
        var command = new String[words.length + 1];
        command[0] = "redis-cli";
        System.arraycopy(words, 0, command, 1, words.length);
        return redis.execute(command).text();
    }

    private static List<String> database(Network network, Path home) {
        Path products = home.resolve("e2e/shop/database/products.sql");
        var options = new ArrayList<>(in(network, "database"));
        options.addAll(List.of("--env", "POSTGRES_USER=shop", "--env", "POSTGRES_PASSWORD=shop"));
        options.addAll(
                List.of("--volume", products + ":/docker-entrypoint-initdb.d/products.sql:ro"));
        return options;
    }

    private static List<String> in(Network network, String alias) {
        return List.of("--network", network.name(), "--network-alias", alias);
    }
}
