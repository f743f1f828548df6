package dev.inlay.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Mode;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.policy.Modes;
import dev.inlay.session.Enrolled;
import dev.inlay.session.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SensorRoutesTest {
    private static final Digest SHOP = Digest.ofText("shop");

    private final Console console = new Console();

    @Test
    void openASessionForTheTokenOfAnImage() throws Exception {
        var response = open(SHOP.value(), console.tokens.issue(SHOP));

        assertThat(response.status()).isEqualTo(201);
        assertThat(console.sessions.verify(response.body().path("key").asText()))
                .isInstanceOfSatisfying(
                        Proof.Shown.class,
                        shown ->
                                assertThat(shown.value())
                                        .extracting("id", "image")
                                        .containsExactly(
                                                response.body().path("session").asText(), SHOP));
    }

    @Test
    void refuseATokenOfAnotherImageAndARevokedOne() throws Exception {
        var other = console.tokens.issue(Digest.ofText("other"));

        assertThat(open(SHOP.value(), other).status()).isEqualTo(401);
        assertThat(open(SHOP.value(), "1.AAAA").status()).isEqualTo(401);
        console.revocations.revoke(SHOP);
        assertThat(open(SHOP.value(), console.tokens.issue(SHOP)).status()).isEqualTo(401);
    }

    @Test
    void refuseWhatIsNoRequestForASession() throws Exception {
        var text = request(SHOP.value(), console.tokens.issue(SHOP));
        var random = new Random(3);
        for (int i = 0; i < 50; i++) {
            var cut = text.substring(0, random.nextInt(text.length() - 1));
            assertThat(console.ask("POST", "/v1/session", cut, Map.of()).status())
                    .as("seed 3, cut %d", i)
                    .isEqualTo(400);
        }
        assertThat(open("sha256:short", "1.x").status()).isEqualTo(400);
    }

    @Test
    void giveThePolicyOnceAndThenSayThatItIsTheSame() {
        var key = console.sessions.key(console.sessions.open(new Enrolled(SHOP, 1)));
        assertThat(fetch(key, "").status()).isEqualTo(404);
        console.firstPolicy(SHOP);

        var first = fetch(key, "");
        assertThat(first.status()).isEqualTo(200);
        var tag = String.valueOf(first.headers().get("etag"));
        assertThat(tag)
                .isEqualTo("\"" + console.policies.latest(SHOP).orElseThrow().sha256() + "\"");

        assertThat(fetch(key, tag).status()).isEqualTo(304);
        assertThat(fetch(key, "\"x\", W/" + tag).status()).isEqualTo(304);
        console.policies.choose(console.profiles.of(SHOP), _ -> Modes.all(Mode.RECORD));
        var second = fetch(key, tag);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.headers().get("etag")).isNotEqualTo(tag);
    }

    @Test
    void giveNoPolicyToWhoeverIsNotASensor() {
        console.firstPolicy(SHOP);

        assertThat(fetch(Console.TOKEN, "").status()).isEqualTo(401);
        assertThat(fetch(console.tokens.issue(SHOP), "").status()).isEqualTo(401);
    }

    @Test
    void endWithTheImagesToken() {
        var key = console.sessions.key(console.sessions.open(new Enrolled(SHOP, 1)));
        console.firstPolicy(SHOP);
        assertThat(fetch(key, "").status()).isEqualTo(200);

        console.revocations.revoke(SHOP);

        assertThat(fetch(key, "").status()).isEqualTo(401);
    }

    private Console.Response fetch(String key, String tag) {
        return console.ask(
                "GET",
                "/v1/policy",
                "",
                Map.of("authorization", "Bearer " + key, "if-none-match", tag));
    }

    private Console.Response open(String image, String token) throws Exception {
        return console.ask("POST", "/v1/session", request(image, token), Map.of());
    }

    /// The wire format's example for this image.
    private static String request(String image, String token) throws Exception {
        var text =
                Files.readString(Path.of("..", "..", "docs", "examples", "session-request.json"));
        var request = (ObjectNode) Console.JSON.readTree(text);
        return Json.write(request.put("image", image).put("token", token));
    }
}
