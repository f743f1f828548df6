package dev.inlay.aws.s3;

import dev.inlay.aws.LocalStack;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class PolicyBucketOnLocalStackTest extends PolicyBucketContract {
    PolicyBucketOnLocalStackTest() {
        super(LocalStack.connection());
    }
}
