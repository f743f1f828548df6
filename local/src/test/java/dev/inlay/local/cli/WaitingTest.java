package dev.inlay.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.inlay.failure.TransientFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final String NAME = "shop/web@sha256:46f2";
    private static final String DONE =
            """
            {"state":"done","tags":%s,"published":[{"source":"1.4","tag":"1.4-inlay"}]}
            """;

    private HttpServer plane;

    @BeforeEach
    void start() throws IOException {
        plane = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plane.start();
    }

    @AfterEach
    void stop() {
        plane.stop(0);
    }

    /// The last answer is given again and again.
    private void says(String... answers) {
        Iterator<String> next = List.of(answers).iterator();
        var last = new String[1];
        plane.createContext(
                "/",
                exchange -> {
                    last[0] = next.hasNext() ? next.next() : last[0];
                    var body = last[0].getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    private Waiting waiting(String tag, Duration limit) {
        var at = URI.create("http://127.0.0.1:" + plane.getAddress().getPort());
        var client = new Client(at, Showing.nothing());
        return new Waiting(client, NAME, Optional.of(tag), limit, true);
    }

    @Test
    void goesOnUntilTheTagPointsAtTheImageAgain() throws InterruptedException {
        says(DONE.formatted("[]"), DONE.formatted("[\"other\"]"), DONE.formatted("[\"1.4\"]"));

        var image = waiting("1.4", Duration.ofSeconds(60)).await();

        assertThat(image.at("/tags/0").asText()).isEqualTo("1.4");
    }

    @Test
    void takesTheTagOfTheInstrumentedImageAsWell() throws InterruptedException {
        says(DONE.formatted("[\"1.4\"]"));

        assertThat(waiting("1.4-inlay", Duration.ofSeconds(60)).await()).isNotEmpty();
    }

    @Test
    void givesUpOnAnImageWhoseOriginalIsGone() {
        says(DONE.formatted("[]"));

        assertThatThrownBy(waiting("1.4", Duration.ZERO)::await)
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(NAME);
    }
}
