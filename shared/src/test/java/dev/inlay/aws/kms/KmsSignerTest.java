package dev.inlay.aws.kms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Moto;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.policy.Signer;
import dev.inlay.policy.SignerContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

@Tag("emulator")
class KmsSignerTest extends SignerContract {
    private final KmsClient client = Moto.connection().client(KmsClient.builder());

    @Override
    protected Signer signer() {
        return new KmsSigner(Moto.connection(), key(KeySpec.ECC_NIST_P256));
    }

    private String key(KeySpec spec) {
        return client.createKey(key -> key.keySpec(spec).keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata()
                .arn();
    }

    @Test
    void saysWhenTheKeyIsOfAnotherKind() {
        var signer = new KmsSigner(Moto.connection(), key(KeySpec.ECC_NIST_P384));

        assertThatThrownBy(signer::publicKey)
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("384 bits");
    }

    /// The emulator takes more than KMS does.
    @Test
    void refusesWhatKmsWouldNotTake() {
        var signer = signer();

        assertThat(signer.sign(new byte[4_096])).isNotEmpty();
        assertThatThrownBy(() -> signer.sign(new byte[4_097]))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("4,097 bytes");
    }

    @Test
    void saysWhichKeyDoesNotExist() {
        var signer = new KmsSigner(Moto.connection(), "no-such-key");

        assertThatThrownBy(() -> signer.sign("text".getBytes(UTF_8)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("no-such-key");
    }
}
