package dev.inlay.aws.events;

import dev.inlay.aws.Moto;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class EventBusTest extends EventBusContract {
    EventBusTest() {
        super(Moto.connection());
    }
}
