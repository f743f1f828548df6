package dev.inlay.aws.sns;

import dev.inlay.aws.LocalStack;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class SnsSinkOnLocalStackTest extends SnsSinkContract {
    SnsSinkOnLocalStackTest() {
        super(LocalStack.connection());
    }
}
