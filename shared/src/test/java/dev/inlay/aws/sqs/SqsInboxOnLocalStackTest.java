package dev.inlay.aws.sqs;

import dev.inlay.aws.LocalStack;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class SqsInboxOnLocalStackTest extends SqsInboxContract {
    SqsInboxOnLocalStackTest() {
        super(LocalStack.connection());
    }
}
