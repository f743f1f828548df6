package dev.inlay.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyRoutesTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final String POLICY = "/api/v1/images/{image}/policy";

    private final Console console = new Console();

    @BeforeEach
    void runAContainer() {
        console.instrumented("shop/web", "1.4", SHOP);
        console.firstPolicy(SHOP);
        console.heardNormal(SHOP, "s-one");
    }

    @Test
    void showThePolicyInForceAndWhoHoldsToIt() {
        var answer = console.get(POLICY, "shop/web:1.4").body();

        assertThat(answer.at("/policy/policyVersion").asInt()).isEqualTo(1);
        assertThat(answer.at("/applied/running").asInt()).isEqualTo(1);
        assertThat(answer.path("history")).hasSize(1);
        assertThat(console.get(POLICY + "/versions/{version}", "shop/web:1.4", "1").status())
                .isEqualTo(200);
        for (var version : new String[] {"2", "0", "-1", "x", "99999999999"}) {
            assertThat(
                            console.get(POLICY + "/versions/{version}", "shop/web:1.4", version)
                                    .status())
                    .as(version)
                    .isEqualTo(404);
        }
    }

    @Test
    void replayTellsWhatWouldBeStoppedAndChangesNothing() {
        var replay = console.get(POLICY + "/replay", SHOP.value()).body();

        assertThat(replay.path("judged").asInt()).isPositive();
        assertThat(console.policies.latest(SHOP).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void chooseAModeForOneDomainAndThenForAll() {
        var one = mode("{\"mode\": \"block\", \"domain\": \"network\"}");
        assertThat(one.body().at("/modes/network").asText()).isEqualTo("block");
        assertThat(one.body().at("/modes/process").asText()).isEqualTo("learn");
        assertThat(one.body().path("changed").asBoolean()).isTrue();
        assertThat(one.body().at("/replay/judged").asInt()).isPositive();

        var all = mode("{\"mode\": \"block\"}");
        assertThat(all.body().path("version").asInt())
                .isGreaterThan(one.body().path("version").asInt());
        assertThat(all.body().at("/modes/process").asText()).isEqualTo("block");

        assertThat(mode("{\"mode\": \"block\"}").body().path("changed").asBoolean()).isFalse();
    }

    @Test
    void refuseAModeThatThereIsNot() {
        for (var body :
                new String[] {
                    "", "{}", "{\"mode\": \"off\"}", "{\"mode\": \"block\", \"domain\": \"x\"}"
                }) {
            assertThat(mode(body).status()).as(body).isEqualTo(400);
        }
        var unknown = Digest.ofText("never seen").value();
        assertThat(
                        console.person("POST", POLICY + "/mode", "{\"mode\": \"block\"}", unknown)
                                .status())
                .isEqualTo(404);
        assertThat(console.get(POLICY + "/replay", unknown).status()).isEqualTo(404);
        assertThat(console.get(POLICY + "/diff", unknown).status()).isEqualTo(404);
    }

    @Test
    void showWhatDiffersBetweenTwoVersions() {
        mode("{\"mode\": \"record\"}");
        mode("{\"mode\": \"block\"}");

        var last = console.get(POLICY + "/diff", "shop/web:1.4").body();
        assertThat(last.path("from").asInt()).isEqualTo(2);
        assertThat(last.at("/modes/process/from").asText()).isEqualTo("record");
        assertThat(last.path("added")).isEmpty();

        var all = console.get(POLICY + "/diff?from=1&to=3", "shop/web:1.4").body();
        assertThat(all.at("/modes/process/from").asText()).isEqualTo("learn");
        assertThat(all.path("added")).isNotEmpty();
        assertThat(console.get(POLICY + "/diff?from=1&to=9", "shop/web:1.4").status())
                .isEqualTo(404);
    }

    private Console.Response mode(String body) {
        return console.person("POST", POLICY + "/mode", body, "shop%2Fweb%3A1.4");
    }
}
