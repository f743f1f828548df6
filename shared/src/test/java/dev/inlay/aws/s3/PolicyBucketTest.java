package dev.inlay.aws.s3;

import dev.inlay.aws.Moto;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class PolicyBucketTest extends PolicyBucketContract {
    PolicyBucketTest() {
        super(Moto.connection());
    }
}
