package dev.inlay.aws.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.aws.MotoRole;
import dev.inlay.image.Digest;
import dev.inlay.role.Caller;
import dev.inlay.role.RoleId;
import dev.inlay.session.Proof;
import dev.inlay.session.SignedQuestion;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// Against the emulator's STS, which checks the signature with botocore's code.
@Tag("emulator")
class AskedIdentityTest {
    private static final String SERVER = "https://inlay.example.com";
    private static final Digest SHOP = Digest.ofText("shop");

    private final MotoRole role = MotoRole.make("0123456789abcdef", "sqs:SendMessage");
    private final URI sts = MotoRole.address();
    private final AskedIdentity asked = new AskedIdentity(sts, SERVER);
    private final MotoRole.Checking checking = MotoRole.checking();

    @AfterEach
    void checkNoLonger() {
        checking.close();
    }

    @Test
    void namesTheRoleThatSigned() {
        assertThat(asked.of(signed(role.credentials(), SERVER, SHOP), SHOP))
                .isEqualTo(
                        new Proof.Shown<>(
                                new Caller(new RoleId(role.roleId()), "0123456789abcdef")));
    }

    @Test
    void namesNobodyForWhatWasSignedForAnotherControlPlaneOrImage() {
        var elsewhere = signed(role.credentials(), "https://other.example.com", SHOP);

        assertRefused(asked.of(elsewhere, SHOP));
        assertRefused(asked.of(signed(role.credentials(), SERVER, SHOP), Digest.ofText("bank")));
        assertThat(new AskedIdentity(sts, "https://other.example.com").of(elsewhere, SHOP))
                .isInstanceOf(Proof.Shown.class);
    }

    @Test
    void namesNobodyForAForgedSignature() {
        var other =
                AwsSessionCredentials.create(
                        role.credentials().accessKeyId(),
                        "another",
                        role.credentials().sessionToken());

        assertRefused(asked.of(signed(other, SERVER, SHOP), SHOP));
    }

    private SignedQuestion signed(AwsSessionCredentials by, String server, Digest image) {
        return SignedByHand.question(by, sts.getAuthority(), server, image);
    }

    private static void assertRefused(Proof<Caller> proof) {
        assertThat(proof)
                .isInstanceOfSatisfying(
                        Proof.Refused.class,
                        refused -> assertThat(refused.because()).contains("STS answered 403"));
    }
}
