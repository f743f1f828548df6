package dev.inlay.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every sink hands over, whoever listens.
public abstract class AlertSinkContract {
    /// The adapter under test.
    protected abstract AlertSink sink();

    /// The alert that arrived first of those that were told, as its receiver sees it. It may wait.
    protected abstract JsonNode received();

    /// The fingerprint in what was received.
    protected abstract String fingerprint(JsonNode received);

    @Test
    void handsOverWhatWasTold() {
        var alert = AlertExamples.shell();

        sink().tell(alert);

        var received = received();
        assertThat(fingerprint(received)).isEqualTo(alert.fingerprint());
        assertThat(received.toString()).contains("tried to start /usr/bin/dash");
    }

    /// Names of programs and files are an attacker's to choose.
    @Test
    void handsOverWhateverAnAttackerWrote() {
        var hostile = "\"} \\ \u6f22\ud83d\ude00 <a href='x'>\r\n\t\u0001\uffff";
        var alert = AlertExamples.violation(hostile, List.of(hostile), Optional.empty());

        sink().tell(alert);

        assertThat(fingerprint(received())).isEqualTo(alert.fingerprint());
    }

    @Test
    void handsOverAnAlertOfAnySize() {
        var endless = "\"\\\ud83d\ude00".repeat(20_000);
        var alert = AlertExamples.violation("large " + endless, List.of(endless), Optional.empty());

        sink().tell(alert);

        assertThat(fingerprint(received())).isEqualTo(alert.fingerprint());
    }
}
