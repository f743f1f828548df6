package dev.inlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.storage.MemoryTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnrolmentTokensTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final Digest OTHER = Digest.ofText("other");

    private final Revocations revocations = new Revocations(new MemoryTable());

    @Test
    void issuesWhatTheWireFormatSays() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(3), "HmacSHA256"));
        var expected =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(SHOP.value().getBytes(StandardCharsets.UTF_8)));

        assertThat(tokens(3).issue(SHOP)).isEqualTo("3." + expected);
    }

    @Test
    void acceptsTheTokenOfAnImageForThatImageOnly() {
        var tokens = tokens(1);
        var token = tokens.issue(SHOP);

        assertThat(tokens.verify(token, SHOP)).isEqualTo(new Proof.Shown<>(new Enrolled(SHOP, 1)));
        assertThat(tokens.verify(token, OTHER)).isInstanceOf(Proof.Refused.class);
    }

    @Test
    void issuesByTheLatestEpochAndStillAcceptsTheOnesBefore() {
        var old = tokens(1).issue(SHOP);
        var both = tokens(1, 2);

        assertThat(both.issue(SHOP)).startsWith("2.");
        assertThat(both.verify(old, SHOP)).isInstanceOf(Proof.Shown.class);
        assertThat(tokens(2).verify(old, SHOP))
                .isEqualTo(new Proof.Refused<>("there is no key of epoch 1"));
    }

    @Test
    void refusesATokenThatClaimsAnotherEpoch() {
        var both = tokens(1, 2);

        assertThat(both.verify("1." + both.issue(SHOP).substring(2), SHOP))
                .isInstanceOf(Proof.Refused.class);
    }

    @Test
    void refusesTokensOfARevokedImage() {
        var tokens = tokens(1);
        revocations.revoke(SHOP);

        assertThat(tokens.verify(tokens.issue(SHOP), SHOP)).isInstanceOf(Proof.Refused.class);
        assertThat(tokens.verify(tokens.issue(OTHER), OTHER)).isInstanceOf(Proof.Shown.class);
    }

    @Test
    void refusesTokensOfARevokedEpoch() {
        var old = tokens(1).issue(SHOP);
        var tokens = tokens(1, 2);
        revocations.revoke(1);

        assertThat(tokens.verify(old, SHOP)).isInstanceOf(Proof.Refused.class);
        assertThat(tokens.verify(tokens.issue(SHOP), SHOP)).isInstanceOf(Proof.Shown.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void refusesATokenWithAnyCharacterChanged(long seed) {
        var random = new Random(seed);
        var tokens = tokens(1);
        var token = new StringBuilder(tokens.issue(SHOP));
        int at = random.nextInt(token.length());
        char other = (char) (' ' + random.nextInt(95));
        boolean same = token.charAt(at) == other;
        token.setCharAt(at, other);

        assertThat(tokens.verify(token.toString(), SHOP) instanceof Proof.Shown).isEqualTo(same);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void refusesGarbage(long seed) {
        var random = new Random(seed);
        var garbage =
                random.ints(random.nextInt(200), 0, 0x300)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();

        assertThat(tokens(1).verify(garbage, SHOP)).isInstanceOf(Proof.Refused.class);
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    private EnrolmentTokens tokens(int... epochs) {
        Map<Integer, Secret> keys = new TreeMap<>();
        Arrays.stream(epochs).forEach(epoch -> keys.put(epoch, new Secret(bytes(epoch))));
        return new EnrolmentTokens(new TreeMap<>(keys), revocations);
    }

    private static byte[] bytes(int epoch) {
        var bytes = new byte[Secret.MIN_BYTES];
        new Random(epoch).nextBytes(bytes);
        return bytes;
    }
}
