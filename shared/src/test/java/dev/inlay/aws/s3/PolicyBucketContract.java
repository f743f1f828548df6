package dev.inlay.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.alert.AlertExamples;
import dev.inlay.aws.Connection;
import dev.inlay.aws.Moto;
import dev.inlay.aws.SignedCall;
import dev.inlay.behaviour.Mode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.Digest;
import dev.inlay.policy.Modes;
import dev.inlay.policy.Policy;
import dev.inlay.policy.SignedPolicy;
import dev.inlay.policy.TestSigner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;

/// The newest policy stays, against one of S3's emulators.
abstract class PolicyBucketContract {
    private static final Digest IMAGE = AlertExamples.IMAGE;
    private static final TestSigner SIGNER = new TestSigner();

    private final String name = Moto.name("policies");
    private final Connection connection;
    private final SignedCall s3;
    private final PolicyBucket bucket;

    PolicyBucketContract(Connection connection) {
        this.connection = connection;
        this.s3 = new SignedCall(connection, "s3");
        this.bucket = new PolicyBucket(connection, name);
    }

    @BeforeEach
    void makeTheBucket() {
        var region =
                "<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>";
        assertThat(s3.send("", SdkHttpMethod.PUT, "/" + name, Map.of(), region).isDone()).isTrue();
    }

    private static SignedPolicy signed(long version) {
        var policy = new Policy(IMAGE, version, AlertExamples.AT, Modes.all(Mode.LEARN), List.of());
        return SignedPolicy.sign(policy, SIGNER, AlertExamples.AT);
    }

    private SignedCall.Answer there() {
        var path = "/" + name + "/" + PolicyBucket.path(IMAGE);
        return s3.send("", SdkHttpMethod.GET, path, Map.of(), "");
    }

    @Test
    void holdsTheVeryDocumentThatSensorsVerify() {
        var signed = signed(1);

        bucket.put(IMAGE, 1, signed);

        assertThat(there().body()).isEqualTo(signed.write());
        assertThat(there().header("content-type")).contains("application/json");
    }

    @Test
    void neverGoesBackToAnOlderVersion() {
        var third = signed(3);
        bucket.put(IMAGE, 1, signed(1));
        bucket.put(IMAGE, 3, third);

        // Another process does not know what this one put there.
        var another = new PolicyBucket(connection, name);
        another.put(IMAGE, 2, signed(2));
        another.put(IMAGE, 3, signed(3));

        assertThat(there().body()).isEqualTo(third.write());
        assertThat(bucket.holds(IMAGE, 3)).isTrue();
        assertThat(bucket.holds(IMAGE, 4)).isFalse();
    }

    @Test
    void keepsTheNewestWhenManyPublishAtOnce() {
        var last = signed(6);
        try (var publishers = Executors.newFixedThreadPool(3)) {
            LongStream.rangeClosed(1, 5)
                    .forEach(version ->
                            publishers.execute(() -> bucket.put(IMAGE, version, signed(version))));
            publishers.execute(() -> bucket.put(IMAGE, 6, last));
        }

        assertThat(there().body()).isEqualTo(last.write());
    }

    @Test
    void saysWhichBucketDoesNotExist() {
        var gone = new PolicyBucket(connection, name + "-gone");

        assertThatThrownBy(() -> gone.put(IMAGE, 1, signed(1)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(name + "-gone");
    }
}
