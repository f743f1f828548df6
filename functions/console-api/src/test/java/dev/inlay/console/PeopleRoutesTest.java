package dev.inlay.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.coverage.Cause;
import dev.inlay.coverage.Gap;
import dev.inlay.coverage.Gaps;
import dev.inlay.image.Digest;
import dev.inlay.image.Push;
import dev.inlay.image.Reason;
import dev.inlay.image.Step;
import dev.inlay.queue.QueueName;
import dev.inlay.session.Proof;
import dev.inlay.storage.Key;
import dev.inlay.storage.Write;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleRoutesTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final String IMAGE = "/api/v1/images/{image}";

    private final Console console = new Console();

    @Test
    void findAnImageByEachOfItsNames() {
        console.instrumented("shop/web", "1.4", SHOP);
        console.instrumented("shop/api", "1.4", Digest.ofText("api"));
        var instrumented = Digest.ofText("instrumented " + SHOP);

        for (var name :
                new String[] {
                    SHOP.value(),
                    SHOP.hex().substring(0, 8),
                    "sha256:" + SHOP.hex().substring(0, 6),
                    "shop/web:1.4",
                    "shop/web",
                    "localhost:5000/shop/web:1.4",
                    "shop/web:1.4-inlay",
                    "shop/web@" + SHOP,
                    instrumented.value()
                }) {
            var found = console.get(IMAGE, name);
            assertThat(found.status()).as(name).isEqualTo(200);
            assertThat(found.body().path("repository").asText()).as(name).isEqualTo("shop/web");
        }
        for (var name :
                new String[] {
                    "shop/web:1.5",
                    "shop/api@" + SHOP,
                    "shop",
                    "abcdef0",
                    Digest.ofText("?").value()
                }) {
            assertThat(console.get(IMAGE, name).status()).as(name).isEqualTo(404);
        }
    }

    @Test
    void findTheImageThatATagWasMovedTo() {
        console.instrumented("shop/web", "latest", SHOP);
        var push = new Push("shop/web", "latest", Digest.ofText("newer"));
        console.images.failed(push, Step.PUSH, new Reason("registry", "the registry said no"));

        var images = console.get("/api/v1/images").body().path("images").valueStream();
        var states = images.map(image -> image.path("state").asText()).toList();

        assertThat(states).containsExactlyInAnyOrder("done", "failed");
        assertThat(console.get(IMAGE, push.digest().value()).body().at("/because/text").asText())
                .isEqualTo("the registry said no");
    }

    @Test
    void pageThroughManyImages() {
        for (int i = 0; i < 7; i++) {
            console.instrumented("shop/web", "t" + i, Digest.ofText("image " + i));
        }

        int seen = 0;
        var page = console.get("/api/v1/images?limit=3").body();
        while (true) {
            seen += page.path("images").size();
            if (!page.has("next")) {
                break;
            }
            page = console.get("/api/v1/images?limit=3&after=" + page.path("next").asText()).body();
        }
        assertThat(seen).isEqualTo(7);
    }

    @Test
    void enrolListAndEndEnrolments() {
        var enrolled =
                console.person(
                        "POST",
                        "/api/v1/enrolments",
                        """
                        {"repositories": "shop/*", "tags": ["1.*"], "mapping": "*=*-safe", "mode": "block"}
                        """);
        assertThat(enrolled.status()).isEqualTo(201);
        assertThat(enrolled.body().path("mapping").asText()).isEqualTo("*=*-safe");
        assertThat(console.get("/api/v1/enrolments").body().path("enrolments")).hasSize(1);

        var path = "/api/v1/enrolments/{pattern}";
        assertThat(console.person("DELETE", path, "", "shop").status()).isEqualTo(404);
        assertThat(console.person("DELETE", path, "", "shop%2F*").status()).isEqualTo(204);
        assertThat(console.get("/api/v1/enrolments").body().path("enrolments")).isEmpty();
    }

    @Test
    void refuseAnEnrolmentThatCannotWorkWithTheReason() {
        for (var body :
                new String[] {
                    "",
                    "[]",
                    "{}",
                    "{\"repositories\": \"\"}",
                    "{\"repositories\": 1}",
                    "{\"repositories\": \"a\", \"mapping\": \"*=*\"}",
                    "{\"repositories\": \"a\", \"mapping\": \"nonsense\"}",
                    "{\"repositories\": \"a\", \"mode\": \"explode\"}",
                    "{\"repositories\": \"a\", \"tags\": [\"\"]}"
                }) {
            var response = console.person("POST", "/api/v1/enrolments", body);
            assertThat(response.status()).as(body).isEqualTo(400);
            assertThat(response.body().path("detail").asText()).as(body).isNotEmpty();
        }
        assertThat(console.enrolments.all().read()).isEmpty();
    }

    @Test
    void orderTheInstrumentationOfAnImage() throws Exception {
        var path = "/api/v1/instrument";
        var response = console.person("POST", path, "{\"reference\": \"localhost:5000/web:1.4\"}");

        assertThat(response.status()).isEqualTo(202);
        var message = console.queue.take(QueueName.SCAN).getFirst();
        assertThat(Console.JSON.readTree(message))
                .isEqualTo(
                        Console.JSON.readTree(
                                "{\"manual\": {\"repository\": \"web\", \"tag\": \"1.4\"}}"));
        assertThat(console.person("POST", path, "{\"reference\": \"web:1.4\"}").body())
                .isEqualTo(response.body());
        for (var body : new String[] {"{}", "{\"reference\": \"UPPER/case:1\"}", "nothing"}) {
            assertThat(console.person("POST", path, body).status()).as(body).isEqualTo(400);
        }
    }

    @Test
    void showWhatWaitsAndWhatWasGivenUp() {
        var queue = console.get("/api/v1/queues").body().at("/queues/0");

        assertThat(queue.path("waiting").asInt()).isEqualTo(2);
        assertThat(queue.at("/latest/0/reason").asText()).isEqualTo("the registry is away");
        assertThat(queue.path("rejected")).isEmpty();
    }

    @Test
    void seeWhyMessagesOfAQueueWereNeverTaken() {
        console.rejections.park("SCAN", "SCAN", "malformed: no JSON", "{", Console.NOW);
        console.rejections.park("SCAN", "SCAN", "malformed: no JSON", "[", Console.NOW);
        console.rejections.park("EVALUATE", "EVALUATE", "another queue's", "", Console.NOW);

        var rejected = console.get("/api/v1/queues").body().at("/queues/0/rejected");

        assertThat(rejected).hasSize(1);
        assertThat(rejected.at("/0/reason").asText()).isEqualTo("malformed: no JSON");
        assertThat(rejected.at("/0/count").asInt()).isEqualTo(2);
        assertThat(rejected.at("/0/body").asText()).isEqualTo("[");
    }

    @Test
    void revokeTheTokensOfAnImageOrOfAnEpoch() {
        var path = "/api/v1/revocations";
        var other = Digest.ofText("other");
        var token = console.tokens.issue(SHOP);
        for (var body : new String[] {"{}", "{\"image\": \"x\"}", "{\"epoch\": 0}", ""}) {
            assertThat(console.person("POST", path, body).status()).as(body).isEqualTo(400);
        }

        assertThat(console.person("POST", path, "{\"image\": \"" + SHOP + "\"}").status())
                .isEqualTo(204);
        assertThat(console.tokens.verify(token, SHOP)).isInstanceOf(Proof.Refused.class);
        assertThat(console.tokens.verify(console.tokens.issue(other), other))
                .isInstanceOf(Proof.Shown.class);

        assertThat(console.person("POST", path, "{\"epoch\": 1}").status()).isEqualTo(204);
        assertThat(console.tokens.verify(console.tokens.issue(other), other))
                .isInstanceOf(Proof.Refused.class);
    }

    @Test
    void showWhatIsNormalAndHowUnsureThatIs() {
        console.instrumented("shop/web", "1.4", SHOP);
        console.heard(SHOP, "s-1");

        var profile = console.get(IMAGE + "/behaviour", "shop/web:1.4").body();

        assertThat(profile.at("/watched/containers").asInt()).isEqualTo(1);
        assertThat(profile.at("/watched/ended").isBoolean()).isTrue();
        assertThat(profile.at("/watched/ended").asBoolean()).isFalse();
        assertThat(profile.path("behaviours")).isNotEmpty();
        assertThat(profile.path("confidence")).hasSize(4);
        for (var domain : profile.path("confidence")) {
            assertThat(domain.path("settled").asBoolean()).isFalse();
            assertThat(domain.path("missing").toString()).contains("1 of 2 containers");
        }
    }

    @Test
    void showContainersAndWhatOneOfThemDoes() {
        console.heard(SHOP, "s-one");
        console.heard(SHOP, "s-two");
        console.heard(Digest.ofText("other"), "s-three");

        assertThat(console.get("/api/v1/containers").body().path("containers")).hasSize(3);
        assertThat(console.get("/api/v1/containers?image=" + SHOP).body().path("containers"))
                .hasSize(2);
        assertThat(console.get("/api/v1/containers?image=nothing:1").status()).isEqualTo(404);

        var path = "/api/v1/containers/{session}/activity";
        var activity = console.get(path, "s-one").body();
        assertThat(activity.at("/container/state").asText()).isEqualTo("running");
        assertThat(activity.path("activity")).isNotEmpty();
        assertThat(console.get(path, "s-t").body().path("detail").asText()).contains("2 sessions");
        assertThat(console.get(path, "s-four").status()).isEqualTo(404);
    }

    @Test
    void showAlertsPageByPage() {
        console.firstPolicy(SHOP);
        console.heard(SHOP, "s-one");
        console.alert(SHOP);
        int all = console.get("/api/v1/alerts").body().path("alerts").size();
        assertThat(all).isGreaterThan(1);

        int seen = 0;
        var page = console.get("/api/v1/alerts?limit=1").body();
        while (page.has("next")) {
            seen += page.path("alerts").size();
            page = console.get("/api/v1/alerts?limit=1&after=" + page.path("next").asText()).body();
        }

        assertThat(seen).isEqualTo(all);
        assertThat(console.get("/api/v1/alerts?image=" + SHOP).body().path("alerts")).hasSize(all);
    }

    @Test
    void showTheOtherAlertsWhereOneCannotBeRead() {
        console.heard(SHOP, "s-one");
        console.alert(SHOP);
        int all = console.alerts.all().alerts().size();
        var damaged = console.alerts.all().alerts().getFirst();
        console.findings.write(
                Write.put(new Key("alert#" + SHOP, damaged.fingerprint()), "{\"version\":2}"));

        var answer = console.get("/api/v1/alerts").body();

        assertThat(answer.path("alerts")).hasSize(all - 1);
        assertThat(answer.path("unreadable")).hasSize(1);
        assertThat(answer.at("/unreadable/0/fingerprint").asText())
                .isEqualTo(damaged.fingerprint());
        assertThat(answer.at("/unreadable/0/because").asText()).contains("version 1, not 2");
    }

    @Test
    void showTheOtherContainersWhereOneCannotBeRead() {
        console.instrumented("shop/web", "1.4", SHOP);
        console.firstPolicy(SHOP);
        console.heard(SHOP, "s-one");
        console.heard(SHOP, "s-two");
        var damaged = new Key("container#" + SHOP, "s-two");
        console.runtime.write(Write.put(damaged, "{\"version\":2}"));

        for (var asked : List.of("/api/v1/containers", "/api/v1/containers?image=" + SHOP)) {
            var answer = console.get(asked).body();
            assertThat(answer.path("containers")).hasSize(1);
            assertThat(answer.at("/containers/0/session").asText()).isEqualTo("s-one");
            assertThat(answer.path("unreadable")).hasSize(1);
            assertThat(answer.at("/unreadable/0/sort").asText()).isEqualTo("s-two");
            assertThat(answer.at("/unreadable/0/because").asText()).contains("version 1, not 2");
        }
        var activity = "/api/v1/containers/{session}/activity";
        assertThat(console.get(activity, "s-one").status()).isEqualTo(200);
        assertThat(console.get(activity, "s-two").body().toString()).contains("cannot be read");
        var applied = console.get(IMAGE + "/policy", SHOP.value()).body().path("applied");
        assertThat(applied.path("running").asInt()).as("nobody knows that it holds").isEqualTo(2);
        assertThat(applied.at("/refusing/1/session").asText()).isEqualTo("s-two");
    }

    @Test
    void pageThroughTheImagesWhereSomeCannotBeRead() {
        for (var name : List.of("a", "b", "c", "d", "e")) {
            console.instrumented("shop/" + name, "1", Digest.ofText(name));
        }
        for (var name : List.of("b", "c")) {
            var place = new Key("image", "shop/" + name + "@" + Digest.ofText(name));
            console.catalog.write(Write.put(place, "{"));
        }

        var first = console.get("/api/v1/images?limit=3").body();
        var rest =
                console.get("/api/v1/images?limit=3&after=" + first.path("next").asText()).body();

        assertThat(first.path("images")).hasSize(1);
        assertThat(first.path("unreadable")).hasSize(2);
        assertThat(rest.path("images")).hasSize(2);
        assertThat(rest.path("unreadable")).isEmpty();
        assertThat(console.get(IMAGE, "shop/a:1").status()).isEqualTo(200);
        assertThat(console.get(IMAGE, "shop/b:1").status()).isEqualTo(404);
    }

    @Test
    void listAndEndEnrolmentsWhereOneCannotBeRead() {
        console.person("POST", "/api/v1/enrolments", "{\"repositories\":\"shop/*\"}");
        console.catalog.write(Write.put(new Key("enrolment", "other/*"), "{"));

        var answer = console.get("/api/v1/enrolments").body();
        assertThat(answer.path("enrolments")).hasSize(1);
        assertThat(answer.at("/unreadable/0/sort").asText()).isEqualTo("other/*");

        var one = "/api/v1/enrolments/{pattern}";
        assertThat(console.person("DELETE", one, "", "other/*").status()).isEqualTo(204);
        assertThat(console.get("/api/v1/enrolments").body().path("unreadable")).isEmpty();
    }

    @Test
    void showTheQueuesWhereARejectionCannotBeRead() {
        console.rejections.park("SCAN", "s-1", "forged", "first", Console.NOW);
        console.runtime.write(Write.put(new Key("rejected#2026-01-02", "x"), "{\"version\":2}"));

        var answer = console.get("/api/v1/queues").body();

        assertThat(answer.at("/queues/0/rejected")).hasSize(1);
        assertThat(answer.path("unreadable")).hasSize(1);
        assertThat(answer.at("/unreadable/0/sort").asText()).isEqualTo("x");
    }

    @Test
    void showWhatIsNotWatchedAndTheExactImageToDeploy() {
        assertThat(console.get("/api/v1/coverage").body().path("gaps")).isEmpty();
        var gap =
                new Gap(
                        Cause.PINNED,
                        "it is pinned",
                        "shop",
                        Optional.of("web"),
                        "app",
                        "registry/shop/web@" + SHOP,
                        Optional.of(SHOP),
                        List.of("task/1"),
                        1,
                        Optional.of(
                                new Gap.Deployable("registry/shop/web@" + SHOP, "1-inlay", SHOP)),
                        false);
        console.gaps.found(gap, Console.NOW);
        console.gaps.looked(List.of(gap), new Gaps.Summary(Console.NOW, true, 4, 2, 1));

        var shown = console.get("/api/v1/coverage").body();

        assertThat(shown.at("/gaps/0/cause").asText()).isEqualTo("pinned");
        assertThat(shown.at("/gaps/0/deploy/digest").asText()).isEqualTo(SHOP.value());
        assertThat(shown.at("/looked/watched").asInt()).isEqualTo(4);
    }

    @Test
    void offerWhatWasGivenUpOnceMore() {
        var path = "/api/v1/queues/{queue}/redrive";

        assertThat(console.person("POST", path, "", "SCAN").body().path("redriven").asInt())
                .isEqualTo(1);
        assertThat(console.person("POST", path, "", "NONE").status()).isEqualTo(404);
    }

    @Test
    void enrolNoRolloutWhereNothingIsRolled() {
        var refused =
                console.person(
                        "POST",
                        "/api/v1/enrolments",
                        "{\"repositories\": \"shop/*\", \"roll\": true}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("detail").asText()).contains("this test has no services");
        assertThat(console.enrolments.all().read()).isEmpty();
    }
}
