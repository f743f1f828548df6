package dev.inlay.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.inlay.e2e.world.Command;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A layer that may not be distributed lies at an address of its owner's, and in no registry.
/// Docker on Linux fetches no such layer by itself, so skopeo does.
@Tag("docker")
class ElsewhereTest {
    private final Works works = Works.shared();

    @Test
    void anImageWhoseLayerIsElsewhereRunsAsBefore() throws Exception {
        var asked = new AtomicInteger();
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            String name = works.scene().name("elsewhere");
            String original = works.registry().host() + "/works/" + name + ":1";
            byte[] layer = ByHand.elsewhere(Workshop.shared(), original, address(server));
            serve(server, layer, asked);

            String instrumented = works.awaitInstrumented(original);

            assertThat(asked).as("instrumenting fetches no layer").hasValue(0);
            assertThat(said(loaded(instrumented, name + "-after")))
                    .isEqualTo(said(loaded(original, name + "-before")));
            assertThat(asked).as("the layer was fetched from where it is").hasValueGreaterThan(0);
        } finally {
            server.stop(0);
        }
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/layer");
    }

    private static void serve(HttpServer server, byte[] layer, AtomicInteger asked) {
        server.createContext(
                "/layer",
                exchange -> {
                    try (exchange) {
                        asked.incrementAndGet();
                        exchange.sendResponseHeaders(200, layer.length);
                        exchange.getResponseBody().write(layer);
                    }
                });
        server.start();
    }

    private String loaded(String reference, String name) {
        String image = name + ":1";
        works.scene().atTheEnd(() -> works.docker().run("image", "rm", "--force", image));
        Command.of("skopeo", "copy", "--quiet", "--src-tls-verify=false")
                .with(List.of("docker://" + reference, "docker-daemon:" + image))
                .run()
                .orFail("give " + reference + " to Docker");
        return image;
    }

    private List<Object> said(String image) {
        var outcome = works.docker().runOnce(List.of(), image, List.of("exit", "9"));
        var talk = works.docker().runOnce(List.of(), image, List.of("say", "a  b"));
        return List.of(outcome.exit(), talk.exit(), talk.output(), talk.error());
    }
}
