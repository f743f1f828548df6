package dev.inlay.aws.sns;

import dev.inlay.aws.Moto;
import org.junit.jupiter.api.Tag;

@Tag("emulator")
class SnsSinkTest extends SnsSinkContract {
    SnsSinkTest() {
        super(Moto.connection());
    }
}
