package dev.inlay.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoutesTest {
    /// Answered by the front, before the console is asked.
    private static final Set<String> OF_THE_FRONT =
            Set.of(
                    "POST /v1/telemetry",
                    "POST /v1/telemetry/violations",
                    "POST /registry/notifications");

    private final Console console = new Console();

    @Test
    void areAllInTheDocumentAndTheDocumentHasNoOthers() {
        var document = new TreeSet<>(console.document.routes());
        document.removeAll(OF_THE_FRONT);

        assertThat(console.document.routes()).containsAll(OF_THE_FRONT);
        assertThat(ConsoleRoutes.of(console.parts()).all())
                .containsExactlyInAnyOrderElementsOf(document);
    }

    @Test
    void letNobodyInWhoDoesNotShowTheConsoleToken() {
        var people =
                console.document.routes().stream()
                        .filter(each -> each.contains("/api/v1/"))
                        .toList();
        assertThat(people).hasSizeGreaterThan(10);
        for (var route : people) {
            var method = route.substring(0, route.indexOf(' '));
            var path = route.substring(route.indexOf(' ') + 1);
            if (path.endsWith("/health")) {
                continue;
            }
            for (var shown :
                    new String[] {"", "Bearer ", "Bearer x" + Console.TOKEN, Console.TOKEN}) {
                var headers = Map.of("authorization", shown);
                var response = console.ask(method, path, "{}", headers, "x", "1");
                assertThat(response.status()).as(route + " with '" + shown + "'").isEqualTo(401);
                assertThat(response.headers()).containsEntry("www-authenticate", "Bearer");
            }
        }
    }

    @Test
    void answerHealthToAnybody() {
        assertThat(console.ask("GET", "/api/v1/health", "", Map.of()).status()).isEqualTo(200);
    }

    @Test
    void sayThatAPathOrAMethodIsNotKnown() {
        assertThat(console.askAnything("GET", "/api/v2/images").status()).isEqualTo(404);
        assertThat(console.askAnything("GET", "/").status()).isEqualTo(404);

        var wrong = console.askAnything("PUT", "/api/v1/enrolments");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers()).containsEntry("allow", "GET, POST");
    }

    @Test
    void takeAReferenceWhetherTheGatewayDecodedItOrNot() {
        var image = Digest.ofText("web");
        console.instrumented("shop/web", "1.4", image);
        console.firstPolicy(image);

        for (var name : new String[] {"shop%2Fweb%3A1.4", "shop/web:1.4", "shop%2fweb:1.4"}) {
            var path = "/api/v1/images/" + name;
            assertThat(console.askAnything("GET", path).body().path("digest").asText())
                    .isEqualTo(image.value());
            assertThat(console.askAnything("GET", path + "/policy/versions/1").status())
                    .isEqualTo(200);
        }
    }
}
