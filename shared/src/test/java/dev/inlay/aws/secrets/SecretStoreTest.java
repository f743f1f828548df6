package dev.inlay.aws.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.aws.Moto;
import dev.inlay.failure.PermanentFailure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

@Tag("emulator")
class SecretStoreTest {
    private final SecretsManagerClient client =
            Moto.connection().client(SecretsManagerClient.builder());
    private final SecretStore store = new SecretStore(Moto.connection());

    @Test
    void readsTheCurrentVersionOfASecret() {
        var secret = Moto.name("secret");
        var arn = client.createSecret(make -> make.name(secret).secretString("one")).arn();
        client.putSecretValue(put -> put.secretId(arn).secretString("two"));

        assertThat(store.read(arn)).isEqualTo("two");
    }

    @Test
    void saysWhichSecretIsNotThereOrHoldsNoText() {
        var binary =
                client.createSecret(make ->
                                make.name(Moto.name("secret"))
                                        .secretBinary(SdkBytes.fromUtf8String("x")))
                        .arn();

        assertThatThrownBy(() -> store.read("no-such-secret"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("no-such-secret");
        assertThatThrownBy(() -> store.read(binary))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("no text");
    }
}
