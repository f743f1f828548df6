package dev.inlay.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.Ancestor;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.behaviour.Verdict;
import dev.inlay.detection.Severity;
import dev.inlay.document.Json;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;

/// An alert as an OCSF 1.4 Detection Finding (class 2004): what goes to EventBridge and webhooks.
public final class DetectionFinding {
    private static final int CATEGORY = 2;
    private static final int CLASS = 2004;
    private static final int CREATE = 1;
    private static final int UPDATE = 2;
    private static final int NEW = 1;

    /// OCSF's disposition and action ids.
    private static final int ALLOWED = 1;

    private static final int BLOCKED = 2;

    /// Characters of a text that had to be cut.
    private static final int MAX_WORDS = 500;

    private DetectionFinding() {}

    /// The finding; told again, it is an update of the same one.
    public static ObjectNode of(Alert alert) {
        int activity = alert.told().isPresent() ? UPDATE : CREATE;
        var to =
                Json.object()
                        .put("category_uid", CATEGORY)
                        .put("category_name", "Findings")
                        .put("class_uid", CLASS)
                        .put("class_name", "Detection Finding")
                        .put("activity_id", activity)
                        .put("activity_name", activity == CREATE ? "Create" : "Update")
                        .put("type_uid", CLASS * 100 + activity)
                        .put("time", alert.last().toEpochMilli())
                        .put("start_time", alert.first().toEpochMilli())
                        .put("end_time", alert.last().toEpochMilli())
                        .put("count", alert.count())
                        .put("message", alert.title())
                        .put("severity_id", alert.severity().id())
                        .put("severity", name(alert.severity()))
                        .put("status_id", NEW)
                        .put("status", "New");
        disposition(alert, to);
        metadata(to.putObject("metadata"));
        findingInfo(alert, to.putObject("finding_info"));
        to.putArray("resources").add(resource(alert));
        to.putArray("evidences").add(evidence(alert));
        unmapped(alert, to.putObject("unmapped"));
        return to;
    }

    /// The same for where only so much is taken: without the evidence first, then in its first
    /// words. The fingerprint leads to the rest.
    ///
    /// @param maxBytes of JSON in UTF-8, some thousands
    public static ObjectNode within(Alert alert, int maxBytes) {
        var finding = of(alert);
        if (bytes(finding) > maxBytes) {
            finding.remove(List.of("evidences", "unmapped"));
        }
        if (bytes(finding) > maxBytes) {
            finding.put("message", beginning(alert.title()));
            finding.withObject("finding_info")
                    .put("title", beginning(alert.title()))
                    .put("desc", beginning(alert.testimony().because()));
        }
        return finding;
    }

    private static int bytes(ObjectNode finding) {
        return Json.write(finding).getBytes(UTF_8).length;
    }

    private static String beginning(String text) {
        return text.codePointCount(0, text.length()) <= MAX_WORDS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_WORDS)) + "…";
    }

    private static String name(Severity severity) {
        return switch (severity) {
            case LOW -> "Low";
            case MEDIUM -> "Medium";
            case HIGH -> "High";
            case CRITICAL -> "Critical";
        };
    }

    private static void disposition(Alert alert, ObjectNode to) {
        boolean blocked = alert.verdict() == Verdict.BLOCKED;
        to.put("action_id", blocked ? BLOCKED : ALLOWED)
                .put("action", blocked ? "Denied" : "Allowed")
                .put("disposition_id", blocked ? BLOCKED : ALLOWED)
                .put("disposition", blocked ? "Blocked" : "Allowed");
    }

    private static void metadata(ObjectNode to) {
        to.put("version", "1.4.0");
        to.putObject("product").put("name", "Inlay").put("vendor_name", "Inlay");
        to.putArray("profiles").add("security_control").add("container");
    }

    private static void findingInfo(Alert alert, ObjectNode to) {
        to.put("uid", alert.fingerprint())
                .put("title", alert.title())
                .put("desc", alert.testimony().because())
                .put("created_time", alert.first().toEpochMilli())
                .put("first_seen_time", alert.first().toEpochMilli())
                .put("last_seen_time", alert.last().toEpochMilli());
        to.putArray("types").add(alert.detection().isPresent() ? "Detection" : "Violation");
        var analytic =
                to.putObject("analytic")
                        .put("type_id", alert.detection().isPresent() ? 1 : 2)
                        .put("type", alert.detection().isPresent() ? "Rule" : "Behavioral");
        alert.detection()
                .ifPresent(found -> analytic.put("uid", found.id()).put("name", found.title()));
        var attacks = to.putArray("attacks");
        alert.detection().stream()
                .flatMap(found -> found.techniques().stream())
                .forEach(technique -> attack(technique, attacks.addObject()));
    }

    private static void attack(String technique, ObjectNode to) {
        to.put("version", "15.1");
        int dot = technique.indexOf('.');
        to.putObject("technique").put("uid", dot < 0 ? technique : technique.substring(0, dot));
        if (dot >= 0) {
            to.putObject("sub_technique").put("uid", technique);
        }
    }

    private static ObjectNode resource(Alert alert) {
        var to =
                Json.object()
                        .put("type", "container image")
                        .put("uid", alert.image().value())
                        .put("name", alert.source());
        to.putObject("data")
                .put("session", alert.testimony().session())
                .put("containers", alert.containers());
        return to;
    }

    private static ObjectNode evidence(Alert alert) {
        var to = Json.object();
        to.set("data", BehaviourDocument.write(alert.behaviour()));
        process(alert.testimony().ancestry())
                .ifPresent(process -> to.putObject("actor").set("process", process));
        to.putObject("process").put("cmd_line", String.join(" ", alert.testimony().example()));
        return to;
    }

    /// The process that acted, with its ancestors one inside the other.
    private static Optional<ObjectNode> process(List<Ancestor> ancestry) {
        Optional<ObjectNode> child = Optional.empty();
        ListIterator<Ancestor> oldest = ancestry.listIterator(ancestry.size());
        while (oldest.hasPrevious()) {
            var each = oldest.previous();
            var to =
                    Json.object()
                            .put("pid", each.pid())
                            .put("cmd_line", String.join(" ", each.arguments()))
                            .put("created_time", each.started().toEpochMilli());
            to.putObject("file")
                    .put("path", each.program())
                    .put("name", each.program().substring(each.program().lastIndexOf('/') + 1))
                    .put("type_id", 1);
            to.putObject("user").put("uid", Long.toString(each.user()));
            child.ifPresent(parent -> to.set("parent_process", parent));
            child = Optional.of(to);
        }
        return child;
    }

    private static void unmapped(Alert alert, ObjectNode to) {
        to.put("policyVersion", alert.testimony().policyVersion());
        alert.testimony().rule().ifPresent(rule -> to.put("rule", rule));
        alert.missing().ifPresent(missing -> to.put("missing", missing));
    }
}
