package dev.inlay.aws.sqs;

import dev.inlay.aws.Moto;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class SqsInboxTest extends SqsInboxContract {
    SqsInboxTest() {
        super(Moto.connection());
    }
}
