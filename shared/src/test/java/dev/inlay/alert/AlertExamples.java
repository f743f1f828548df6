package dev.inlay.alert;

import dev.inlay.behaviour.Ancestor;
import dev.inlay.behaviour.Behaviour;
import dev.inlay.behaviour.Behaviours;
import dev.inlay.behaviour.Verdict;
import dev.inlay.detection.Detection;
import dev.inlay.detection.Severity;
import dev.inlay.image.Digest;
import dev.inlay.profile.Sample;
import dev.inlay.profile.Span;
import dev.inlay.profile.Testimony;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Alerts for tests.
public final class AlertExamples {
    public static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    public static final Digest IMAGE = Digest.ofText("an image");

    private AlertExamples() {}

    /// A shell below a web server, stopped.
    public static Alert shell() {
        return violation(
                "/opt/jre/bin/java tried to start /usr/bin/dash with sh -c \"cat /etc/passwd\","
                        + " which this image never did",
                List.of("sh", "-c", "cat /etc/passwd"),
                Optional.of(
                        new Detection(
                                "P01",
                                "started a shell",
                                Severity.CRITICAL,
                                List.of("T1059.004"),
                                Detection.Scope.BEYOND_POLICY)));
    }

    /// In no catalogue.
    public static Alert violation(
            String title, List<String> arguments, Optional<Detection> detection) {
        Behaviour behaviour =
                Behaviours.exec(
                        "/usr/bin/dash", "/opt/jre/bin/java", arguments.toArray(String[]::new));
        var testimony =
                new Testimony(
                        Verdict.BLOCKED,
                        AT,
                        "s-container",
                        "no rule allows it",
                        Optional.empty(),
                        7,
                        arguments,
                        List.of(
                                process(12, "/usr/bin/dash", arguments),
                                process(
                                        1,
                                        "/opt/jre/bin/java",
                                        List.of("java", "-jar", "shop.jar"))));
        return new Alert(
                Digest.ofText(title).hex().substring(0, 32),
                title,
                Severity.CRITICAL,
                detection,
                IMAGE,
                "registry.example/shop/web:1.4",
                behaviour,
                testimony,
                Optional.empty(),
                Sample.of(Alert.CAPACITY, behaviour.key(), Part.of(3, 2, testimony)),
                new Span(AT.minusSeconds(60), AT),
                Optional.empty());
    }

    private static Ancestor process(long pid, String program, List<String> arguments) {
        return new Ancestor(
                pid, Optional.empty(), pid, program, arguments, 1000, AT.minusSeconds(90), false);
    }
}
