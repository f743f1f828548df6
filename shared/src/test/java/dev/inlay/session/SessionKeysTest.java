package dev.inlay.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionKeysTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final Enrolled ENROLLED = new Enrolled(SHOP, 3);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:00:00Z"));
    private final SessionKeys keys = keys(1);

    @Test
    void recognisesTheKeyItGaveForADay() {
        var session = keys.open(ENROLLED);
        var key = keys.key(session);

        assertThat(session.epoch()).isEqualTo(3);
        assertThat(session.expires()).isEqualTo(now.get().plus(Duration.ofDays(1)));
        assertThat(keys.verify(key)).isEqualTo(new Proof.Shown<>(session));
        now.set(session.expires().minusMillis(1));
        assertThat(keys.verify(key)).isInstanceOf(Proof.Shown.class);
        now.set(session.expires());
        assertThat(keys.verify(key)).isInstanceOf(Proof.Refused.class);
    }

    @Test
    void opensSessionsNobodyCanGuess() {
        var ids = new HashSet<String>();
        IntStream.range(0, 1_000).forEach(_ -> ids.add(keys.open(ENROLLED).id()));

        assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("s-[A-Za-z0-9_-]{22}"));
    }

    @Test
    void recognisesKeysOfTheSecretBeforeTheCurrentOne() {
        var old = keys.key(keys.open(ENROLLED));

        assertThat(keys(2, 1).verify(old)).isInstanceOf(Proof.Shown.class);
        assertThat(keys(2).verify(old)).isInstanceOf(Proof.Refused.class);
    }

    @Test
    void refusesClaimsUnderAnotherSignature() {
        var key = keys.key(keys.open(ENROLLED));
        var claims =
                Json.object()
                        .put("session", "s-forged")
                        .put("image", SHOP.value())
                        .put("expires", "2099-01-01T00:00:00.000Z");
        var forged =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Json.write(claims).getBytes(UTF_8));

        assertThat(keys.verify(forged + key.substring(key.indexOf('.'))))
                .isEqualTo(new Proof.Refused<>("its signature is not ours"));
        assertThat(keys.verify(forged + ".")).isInstanceOf(Proof.Refused.class);
        assertThat(keys.verify(forged)).isInstanceOf(Proof.Refused.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void refusesAKeyWithAnyCharacterChangedOrCutOff(long seed) {
        var random = new Random(seed);
        var key = keys.key(keys.open(ENROLLED));
        var changed = new StringBuilder(key);
        changed.setCharAt(random.nextInt(key.length()), (char) (' ' + random.nextInt(95)));
        var cut = key.substring(0, random.nextInt(key.length()));

        assertThat(keys.verify(changed.toString()) instanceof Proof.Shown)
                .isEqualTo(changed.toString().equals(key));
        assertThat(keys.verify(cut)).isInstanceOf(Proof.Refused.class);
        assertThat(keys.verify(cut + random.nextLong())).isInstanceOf(Proof.Refused.class);
        assertThat(keys.verify(key + key)).isInstanceOf(Proof.Refused.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private SessionKeys keys(int... seeds) {
        List<Secret> secrets =
                IntStream.of(seeds)
                        .mapToObj(seed -> {
                            var bytes = new byte[Secret.MIN_BYTES];
                            new Random(seed).nextBytes(bytes);
                            return new Secret(bytes);
                        })
                        .toList();
        return new SessionKeys(secrets, now::get, new Random(7));
    }
}
