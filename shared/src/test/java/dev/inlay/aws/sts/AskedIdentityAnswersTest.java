package dev.inlay.aws.sts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.role.Caller;
import dev.inlay.session.Proof;
import dev.inlay.session.SignedQuestion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What comes of answers, whoever gave them.
class AskedIdentityAnswersTest {
    private static final SignedQuestion QUESTION = new SignedQuestion("d", "t", "a");
    private static final String ROLE =
            "<GetCallerIdentityResponse><GetCallerIdentityResult><UserId>AROAEXAMPLE000000:0123</UserId></GetCallerIdentityResult></GetCallerIdentityResponse>";

    private final HttpServer server;
    private int status = 200;
    private String body = ROLE;

    AskedIdentityAnswersTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void listen() {
        server.createContext("/", exchange -> answer(exchange, status, body));
        server.createContext("/elsewhere", exchange -> answer(exchange, 200, ROLE));
        server.start();
    }

    @AfterEach
    void listenNoLonger() {
        server.stop(0);
    }

    @Test
    void nameTheRole() {
        assertThat(asked().toString()).contains("AROAEXAMPLE000000", "0123");
    }

    @Test
    void nameNobodyWhoIsNoRole() {
        for (var user :
                new String[] {"AIDAEXAMPLE", "111122223333", "AROAEXAMPLE000000", "AROAX:y", ""}) {
            body = ROLE.replace("AROAEXAMPLE000000:0123", user);
            assertThat(asked()).as(user).isInstanceOf(Proof.Refused.class);
        }
    }

    @Test
    void nameNobodyWhenTheyAreGarbage() {
        for (var garbage : new String[] {"", "\u0000", "<UserId>", "{}", "x".repeat(100_000)}) {
            body = garbage;
            assertThat(asked()).isInstanceOf(Proof.Refused.class);
        }
    }

    /// Whoever is asked instead could say anything.
    @Test
    void areNotLookedForElsewhere() {
        status = 307;

        assertThat(asked()).isInstanceOf(Proof.Refused.class);
    }

    @Test
    void mayBeBetterLater() {
        for (int late : new int[] {429, 500, 503}) {
            status = late;
            assertThatThrownBy(this::asked)
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("answered " + late);
        }
        listenNoLonger();
        assertThatThrownBy(this::asked)
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("no answer");
    }

    private Proof<Caller> asked() {
        var sts = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new AskedIdentity(sts, "https://inlay.example.com")
                .of(QUESTION, Digest.ofText("shop"));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            var bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
