package dev.inlay.aws.securityhub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.alert.Alert;
import dev.inlay.aws.sts.CallerIdentity;
import dev.inlay.behaviour.Domain;
import dev.inlay.detection.Detection;
import dev.inlay.detection.Severity;
import dev.inlay.document.Json;
import java.time.Instant;
import java.util.List;

/// An alert in the AWS Security Finding Format, version 2018-10-08. The same alert has the same id
/// for ever, so importing it again updates it; what an update may change without undoing what
/// people did is in `FindingProviderFields`.
final class Finding {
    private static final int MAX_TITLE = 256;
    private static final int MAX_TEXT = 1_024;

    private Finding() {}

    /// @param now the update's time: Security Hub ignores one that is not later than the last
    static ObjectNode of(Alert alert, CallerIdentity us, Instant now) {
        var to =
                Json.object()
                        .put("SchemaVersion", "2018-10-08")
                        .put("Id", "inlay/" + alert.fingerprint())
                        .put("ProductArn", product(us))
                        .put("ProductName", "Inlay")
                        .put("CompanyName", "Inlay")
                        .put("GeneratorId", "inlay/" + kind(alert))
                        .put("AwsAccountId", us.account())
                        .put("Region", us.region())
                        .put("CreatedAt", Json.time(alert.first()))
                        .put("UpdatedAt", Json.time(now))
                        .put("FirstObservedAt", Json.time(alert.first()))
                        .put("LastObservedAt", Json.time(alert.last()))
                        .put("Title", fit(alert.title(), MAX_TITLE))
                        .put("Description", fit(description(alert), MAX_TEXT))
                        .put("RecordState", "ACTIVE");
        to.set("Types", types(alert));
        to.putObject("Severity").put("Label", label(alert.severity()));
        var ours = to.putObject("FindingProviderFields");
        ours.putObject("Severity").put("Label", label(alert.severity()));
        ours.set("Types", types(alert));
        to.putObject("Remediation")
                .putObject("Recommendation")
                .put("Text", "./inlay alerts " + alert.image());
        fields(alert, to.putObject("ProductFields"));
        to.putArray("Resources").add(container(alert)).add(image(alert));
        return to;
    }

    /// Findings of one's own account come from its default product.
    private static String product(CallerIdentity us) {
        return "arn:%1$s:securityhub:%2$s:%3$s:product/%3$s/default"
                .formatted(partition(us.arn()), us.region(), us.account());
    }

    private static String partition(String arn) {
        var parts = arn.split(":", 3);
        return parts.length > 1 ? parts[1] : "aws";
    }

    private static String kind(Alert alert) {
        return alert.detection().map(Detection::id).orElse("violation");
    }

    private static String description(Alert alert) {
        return "%s by the sensor in %s: %s. Seen %,d times."
                .formatted(alert.verdict().word(), alert.source(), alert.title(), alert.count());
    }

    private static ArrayNode types(Alert alert) {
        return Json.texts(List.of("Unusual Behaviors/" + category(alert.behaviour().domain())));
    }

    private static String category(Domain domain) {
        return switch (domain) {
            case PROCESS, PRIVILEGE -> "Process";
            case FILE -> "Data";
            case NETWORK -> "Network Flow";
        };
    }

    private static String label(Severity severity) {
        return switch (severity) {
            case LOW -> "LOW";
            case MEDIUM -> "MEDIUM";
            case HIGH -> "HIGH";
            case CRITICAL -> "CRITICAL";
        };
    }

    private static void fields(Alert alert, ObjectNode to) {
        to.put("inlay/fingerprint", alert.fingerprint())
                .put("inlay/verdict", alert.verdict().word())
                .put("inlay/count", Long.toString(alert.count()))
                .put("inlay/containers", Long.toString(alert.containers()))
                .put("inlay/policyVersion", Long.toString(alert.testimony().policyVersion()));
        alert.detection()
                .ifPresent(
                        found -> to.put("inlay/techniques", String.join(" ", found.techniques())));
    }

    private static ObjectNode container(Alert alert) {
        var to =
                Json.object()
                        .put("Type", "Container")
                        .put("Id", "inlay/container/" + alert.testimony().session());
        to.putObject("Details")
                .putObject("Container")
                .put("ImageId", alert.image().value())
                .put("ImageName", fit(alert.source(), MAX_TITLE));
        return to;
    }

    private static ObjectNode image(Alert alert) {
        var to =
                Json.object()
                        .put("Type", "Other")
                        .put("Id", "inlay/image/" + alert.image().value());
        to.putObject("Details").putObject("Other").put("source", fit(alert.source(), MAX_TEXT));
        return to;
    }

    private static String fit(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }
}
