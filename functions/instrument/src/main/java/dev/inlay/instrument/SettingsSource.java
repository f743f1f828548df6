package dev.inlay.instrument;

import dev.inlay.image.Start;
import java.util.List;
import java.util.Optional;

/// Knows what the sensor of an image has to be told: where to report, whom to trust, with which
/// policy to begin.
@FunctionalInterface
public interface SettingsSource {
    /// The same image must get the same settings, to the byte, as long as nobody changed them:
    /// instrumenting twice has to give the same digest. (A signature that is random has to be
    /// kept.)
    SensorSettings settingsOf(SourceImage image);

    /// Without a control plane: nowhere to report, nobody to trust, no policy.
    static SettingsSource standalone() {
        return _ ->
                new SensorSettings(
                        Optional.empty(),
                        List.of(),
                        Start.OPEN,
                        SensorSettings.Intervals.STANDARD,
                        Optional.empty());
    }
}
