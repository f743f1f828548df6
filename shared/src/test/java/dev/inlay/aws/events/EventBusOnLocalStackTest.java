package dev.inlay.aws.events;

import dev.inlay.aws.LocalStack;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class EventBusOnLocalStackTest extends EventBusContract {
    EventBusOnLocalStackTest() {
        super(LocalStack.connection());
    }
}
