package dev.inlay.local.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.failure.PermanentFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    @TempDir Path parent;

    @Test
    void makesItsSecretsOnceAndKeepsThem() {
        var first = KeyRing.in(data());
        var again = KeyRing.in(data());

        assertThat(again.consoleToken()).isEqualTo(first.consoleToken()).hasSize(43);
        assertThat(again.signer().publicKey()).isEqualTo(first.signer().publicKey());
        assertThat(again.next().keyId())
                .isEqualTo(first.next().keyId())
                .isNotEqualTo(first.signer().keyId());
        assertThat(again.epochs()).containsOnlyKeys(1);
    }

    @Test
    void letsNobodyElseReadThem() throws Exception {
        KeyRing.in(data());

        assertThat(mode(data())).isEqualTo("rwx------");
        try (var files = Files.list(data())) {
            assertThat(files)
                    .hasSize(5)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void refusesASecretThatOthersCanRead() throws Exception {
        KeyRing.in(data());
        Files.setPosixFilePermissions(
                KeyRing.tokenFile(data()), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyRing.in(data()))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("console-token")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesADamagedKeyRatherThanMakingAnother() throws Exception {
        KeyRing.in(data());
        var file = data().resolve("policy-key.pem");
        for (var damaged : new String[] {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END"}) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> KeyRing.in(data()))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("policy-key.pem");
        }
    }

    private Path data() {
        return parent.resolve("inlay");
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
