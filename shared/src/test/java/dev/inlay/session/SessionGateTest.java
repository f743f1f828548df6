package dev.inlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.image.Digest;
import dev.inlay.storage.MemoryTable;
import dev.inlay.storage.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionGateTest {
    private static final Digest SHOP = Digest.ofText("shop");
    private static final Digest OTHER = Digest.ofText("other");

    private final MemoryTable catalog = new MemoryTable();
    private final Revocations revocations = new Revocations(catalog);
    private final SessionKeys keys =
            new SessionKeys(
                    List.of(new Secret(new byte[32])),
                    InstantSource.fixed(Instant.parse("2026-01-02T03:00:00Z")),
                    new Random(1));
    private final SessionGate gate = new SessionGate(keys, revocations);

    @Test
    void letsAnOpenSessionIn() {
        var session = keys.open(new Enrolled(SHOP, 1));

        assertThat(gate.verify(keys.key(session))).isEqualTo(new Proof.Shown<>(session));
        assertThat(gate.verify("x" + keys.key(session))).isInstanceOf(Proof.Refused.class);
    }

    /// That it is there is enough, whatever became of it.
    @Test
    void letsNobodyInWhoseRevocationCannotBeRead() {
        var shop = keys.key(keys.open(new Enrolled(SHOP, 1)));
        var other = keys.key(keys.open(new Enrolled(OTHER, 2)));
        revocations.revoke(SHOP);
        revocations.revoke(2);
        for (var row : catalog.all("revocation", "")) {
            for (var document : List.of("", "{", "[]", "{\"version\":2,\"until\":0}")) {
                catalog.write(Write.put(row.key(), document));
                assertThat(gate.verify(shop)).isInstanceOf(Proof.Refused.class);
                assertThat(gate.verify(other)).isInstanceOf(Proof.Refused.class);
            }
        }
    }

    @Test
    void endsTheSessionsOfAnImageThatWasRevokedAndNoOthers() {
        var shop = keys.key(keys.open(new Enrolled(SHOP, 1)));
        var other = keys.key(keys.open(new Enrolled(OTHER, 1)));

        revocations.revoke(SHOP);

        assertThat(gate.verify(shop)).isInstanceOf(Proof.Refused.class);
        assertThat(gate.verify(other)).isInstanceOf(Proof.Shown.class);
    }

    @Test
    void endsTheSessionsOfAnEpochThatWasRevokedAndNoOthers() {
        var old = keys.key(keys.open(new Enrolled(SHOP, 1)));
        var current = keys.key(keys.open(new Enrolled(SHOP, 2)));

        revocations.revoke(1);

        assertThat(gate.verify(old)).isInstanceOf(Proof.Refused.class);
        assertThat(gate.verify(current)).isInstanceOf(Proof.Shown.class);
    }
}
