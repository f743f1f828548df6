package dev.inlay.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.failure.TransientFailure;
import dev.inlay.image.Digest;
import dev.inlay.image.Manifest;
import dev.inlay.image.MediaType;
import dev.inlay.registry.FaultyFront.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What proves who we are is in no message, on no path on which something fails.
class SecrecyTest {
    /// As long as ECR's, so that no message holds the whole of one.
    private static final String SECRET = "hush".repeat(500);

    private static final Login LOGIN = new Login("AWS", SECRET);
    private static final Manifest MANIFEST =
            new Manifest("{}".getBytes(UTF_8), MediaType.OCI_MANIFEST);

    private static final List<Consumer<Distribution>> REQUESTS =
            List.of(
                    registry -> registry.manifest("shop/web", "1"),
                    registry -> registry.manifest("shop/web", MANIFEST.digest()),
                    registry -> registry.resolve("shop/web", "1"),
                    registry -> registry.blob("shop/web", Digest.ofText("x"), 1000),
                    registry -> registry.hasBlob("shop/web", Digest.ofText("x")),
                    registry -> registry.pushBlob("shop/web", Digest.ofText("x"), new byte[] {'x'}),
                    registry -> registry.putManifest("shop/web", MANIFEST),
                    registry -> registry.tag("shop/web", "1", MANIFEST),
                    registry -> registry.tags("shop/web"),
                    Distribution::repositories);

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void keepsItWhateverHappens(Trouble trouble) throws Exception {
        for (var request : REQUESTS) {
            try (var front = FaultyFront.before("127.0.0.1:1")) {
                front.from(0, trouble.at(front));
                failure(() -> request.accept(client(front, LOGIN)))
                        .ifPresent(SecrecyTest::requireHushed);
            }
        }
    }

    /// Some answers repeat what they were sent, in one form or another.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "Basic %1$s rejected",
                "{\"errors\":[{\"code\":\"D%1$s\",\"message\":\"no %1$s\",\"detail\":\"%2$s\"}]}"
            })
    void keepsItWhenTheOtherSideDoesNot(String answer) throws Exception {
        Fault echo =
                exchange -> {
                    var proof = exchange.getRequestHeaders().getFirst("Authorization").substring(6);
                    Faults.answer(403, answer.formatted(proof, SECRET)).answer(exchange);
                };
        for (var request : REQUESTS) {
            try (var front = FaultyFront.before("127.0.0.1:1")) {
                front.from(0, echo);
                requireHushed(() -> request.accept(client(front, LOGIN)));
            }
        }
    }

    @Test
    void keepsAnIdentityTokenThatIsNotTaken() throws Exception {
        try (var front = FaultyFront.before("127.0.0.1:1")) {
            front.next(
                            "HEAD",
                            "/manifests/",
                            Faults.answer(
                                    401,
                                    "",
                                    "WWW-Authenticate",
                                    "Bearer realm=\"http://"
                                            + front.address()
                                            + "/token\",service=\"s\""))
                    .next("POST", "/token", Faults.answer(400, "what is " + SECRET + "?"));

            requireHushed(
                    () -> client(front, Login.identityToken(SECRET)).resolve("shop/web", "1"));
        }
    }

    @Test
    void keepsATokenThatIsNoJson() throws Exception {
        try (var front = FaultyFront.before("127.0.0.1:1")) {
            front.next(
                            "HEAD",
                            "/manifests/",
                            Faults.answer(
                                    401,
                                    "",
                                    "WWW-Authenticate",
                                    "Bearer realm=\"http://"
                                            + front.address()
                                            + "/token\",service=\"s\""))
                    .next("GET", "/token", Faults.answer(200, SECRET));

            requireHushed(() -> client(front, LOGIN).resolve("shop/web", "1"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "{\"auths\":{\"a:1\":{\"auth\": %s}}}",
                "{\"auths\":{\"a:1\":{\"auth\":\"%s!\"}}}",
                "{\"auths\":{\"a:1\":{\"auth\":\"%s\"}},\"%s\"",
                "{\"a\":1,\"a\":\"%s\"}"
            })
    void keepsWhatADamagedConfigurationHolds(String text) throws Exception {
        var file = directory.resolve("config.json");
        Files.writeString(file, text.replace("%s", "hushhush"));

        requireHushed(() -> new DockerConfig(file).login("a:1"));
    }

    @Test
    void keepsWhatAHelperSaysWrongly() throws Exception {
        var program = directory.resolve("docker-credential-odd");
        Files.writeString(program, "#!/bin/sh\ncat >/dev/null\necho '{\"Secret\": hushhush'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        requireHushed(
                () -> new CredentialHelper(directory + "/docker-credential-").login("odd", "a:1"));
    }

    @Test
    void keepsItInWhatALoginSaysOfItself() {
        assertThat("" + LOGIN + Optional.of(LOGIN) + List.of(LOGIN)).doesNotContain("hush");
    }

    private static Distribution client(FaultyFront front, Login login) {
        return HastyClient.of(front.address(), _ -> Optional.of(login), Duration.ofMillis(100));
    }

    /// It has to fail, or it was not looked at.
    private static void requireHushed(Runnable request) {
        requireHushed(
                failure(request).orElseThrow(() -> new AssertionError("it should have failed")));
    }

    private static void requireHushed(RuntimeException failure) {
        var told = new StringWriter();
        failure.printStackTrace(new PrintWriter(told));
        var basic = Base64.getEncoder().encodeToString(("AWS:" + SECRET).getBytes(UTF_8));
        assertThat(told.toString())
                .doesNotContain("hush")
                .doesNotContain(basic.substring(0, 40))
                .doesNotContain(basic.substring(400, 440));
    }

    private static Optional<RuntimeException> failure(Runnable request) {
        try {
            request.run();
            return Optional.empty();
        } catch (TransientFailure | PermanentFailure e) {
            return Optional.of(e);
        }
    }
}
