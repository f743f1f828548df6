package dev.inlay.aws.sqs;

import dev.inlay.aws.Moto;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class SqsBacklogTest extends SqsBacklogContract {
    SqsBacklogTest() {
        super(Moto.connection());
    }
}
