package dev.inlay.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import dev.inlay.image.Enrolled;
import dev.inlay.role.Caller;
import dev.inlay.role.RoleId;
import dev.inlay.session.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sessions that a container's role opens.
class RoleSessionTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final RoleId ROLE = new RoleId("AROASHOP00000000");
    private static final RoleId OTHER = new RoleId("AROAOTHER0000000");

    private final Console console = new Console();

    @BeforeEach
    void enrolTheShop() {
        console.instrumented("shop/web", "1.0", SHOP);
        enrol(ROLE);
        signedBy(ROLE);
    }

    @Test
    void openForAnImageWhoseEnrolmentNamesTheRole() throws Exception {
        var response = open(request(SHOP, 'a'));

        assertThat(response.status()).isEqualTo(201);
        assertThat(console.sessions.verify(response.body().path("key").asText()))
                .isInstanceOf(Proof.Shown.class);
    }

    @Test
    void openOnceForEachQuestion() throws Exception {
        assertThat(open(request(SHOP, 'a')).status()).isEqualTo(201);
        assertThat(open(request(SHOP, 'a')).status()).isEqualTo(401);
        assertThat(open(request(SHOP, 'b')).status()).isEqualTo(201);
    }

    @Test
    void doNotOpenForAnotherRoleOrAnotherImage() throws Exception {
        console.instrumented("bank/web", "1.0", Digest.ofText("bank"));

        assertThat(open(request(Digest.ofText("bank"), 'a')).status()).isEqualTo(401);
        assertThat(open(request(Digest.ofText("unknown"), 'b')).status()).isEqualTo(401);
        signedBy(OTHER);
        assertThat(open(request(SHOP, 'c')).status()).isEqualTo(401);
        enrol(OTHER);
        assertThat(open(request(SHOP, 'd')).status()).isEqualTo(201);
        signedBy(ROLE);
        assertThat(open(request(SHOP, 'e')).status()).isEqualTo(401);
    }

    @Test
    void doNotOpenWhenStsNamesNobody() throws Exception {
        console.callers = (_, _) -> new Proof.Refused<>("STS answered 403");

        assertThat(open(request(SHOP, 'a')).status()).isEqualTo(401);
    }

    @Test
    void endWithTheImageAndNotWithAnEpoch() throws Exception {
        var key = open(request(SHOP, 'a')).body().path("key").asText();
        console.firstPolicy(SHOP);
        console.revocations.revoke(1);
        assertThat(fetch(key)).isEqualTo(200);

        console.revocations.revoke(SHOP);

        assertThat(fetch(key)).isEqualTo(401);
        assertThat(open(request(SHOP, 'b')).status()).isEqualTo(401);
    }

    /// Less that is signed would be good elsewhere, and other words could make another request.
    @Test
    void areRefusedWhereTheQuestionIsNotTheOneThatIsAsked() throws Exception {
        var good = request(SHOP, 'a').path("identity").path("authorization").asText();
        for (var odd :
                List.of(
                        "",
                        good.replace(";x-inlay-server", ""),
                        good.replace(";x-inlay-image", ""),
                        good.replace("/sts/", "/s3/"),
                        good + "\r\nx-inlay-server: https://other",
                        good.replace("Signature=", "Signature=g"))) {
            var request = request(SHOP, 'a');
            ((ObjectNode) request.path("identity")).put("authorization", odd);
            assertThat(open(request).status()).as(odd).isEqualTo(400);
        }
        for (var odd : List.of("", "a b", "a\nb", "x".repeat(8_193))) {
            var request = request(SHOP, 'a');
            ((ObjectNode) request.path("identity")).put("token", odd);
            assertThat(open(request).status()).as(odd).isEqualTo(400);
        }
        var text = Json.write(request(SHOP, 'a'));
        var random = new Random(5);
        for (int i = 0; i < 50; i++) {
            var cut = text.substring(0, random.nextInt(text.length() - 1));
            assertThat(console.ask("POST", "/v1/session", cut, Map.of()).status())
                    .as("seed 5, cut %d", i)
                    .isEqualTo(400);
        }
    }

    @Test
    void openForRolesThatAPersonNames() throws Exception {
        var enrolled =
                console.person(
                        "POST",
                        "/api/v1/enrolments",
                        "{\"repositories\":\"shop/*\",\"roles\":[\"AROAOTHER0000000\"]}");
        assertThat(enrolled.status()).isEqualTo(201);
        assertThat(enrolled.body().at("/roles/0").asText()).isEqualTo(OTHER.text());
        assertThat(console.get("/api/v1/enrolments").body().at("/enrolments/0/roles/0").asText())
                .isEqualTo(OTHER.text());
        signedBy(OTHER);
        assertThat(open(request(SHOP, 'a')).status()).isEqualTo(201);

        var odd =
                console.person(
                        "POST",
                        "/api/v1/enrolments",
                        "{\"repositories\":\"shop/*\",\"roles\":[\"arn:aws:iam::111122223333:role/shop\"]}");
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.body().toString()).contains("Role.RoleId");
    }

    private void signedBy(RoleId role) {
        console.callers = (_, _) -> new Proof.Shown<>(new Caller(role, "0123456789abcdef"));
    }

    private void enrol(RoleId role) {
        console.enrolments.put(Enrolled.naming("shop/*", role));
    }

    private int fetch(String key) {
        var bearer = Map.of("authorization", "Bearer " + key);
        return console.ask("GET", "/v1/policy", "", bearer).status();
    }

    private Console.Response open(ObjectNode request) {
        return console.ask("POST", "/v1/session", Json.write(request), Map.of());
    }

    /// The wire format's example for this image, with a signature of one digit.
    private static ObjectNode request(Digest image, char digit) throws Exception {
        var path = Path.of("..", "..", "docs", "examples", "session-request-role.json");
        var request = (ObjectNode) Console.JSON.readTree(Files.readString(path));
        var identity = (ObjectNode) request.path("identity");
        var signed = identity.path("authorization").asText();
        identity.put(
                "authorization",
                signed.substring(0, signed.length() - 64) + String.valueOf(digit).repeat(64));
        return request.put("image", image.value());
    }
}
