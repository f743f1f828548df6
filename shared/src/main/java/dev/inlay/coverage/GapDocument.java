package dev.inlay.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Fields;
import dev.inlay.document.Json;
import dev.inlay.image.Digest;
import java.util.List;

/// Gaps as JSON, version 1: what is stored, told, and shown.
public final class GapDocument {
    static final int MAX_BYTES = 300 * 1024;
    private static final int MAX_TEXT = 8 * 1024;
    private static final int MAX_NAME = 2_048;

    private GapDocument() {}

    /// A gap as a tree; [#read(Fields)] reads it again.
    public static ObjectNode tree(Gap gap) {
        var to =
                Json.object()
                        .put("version", 1)
                        .put("fingerprint", gap.fingerprint())
                        .put("concern", gap.cause().concern().word())
                        .put("cause", gap.cause().word())
                        .put("because", gap.because())
                        .put("where", gap.where())
                        .put("cluster", gap.cluster());
        gap.service().ifPresent(service -> to.put("service", service));
        to.put("name", gap.name()).put("reference", gap.reference());
        gap.digest().ifPresent(digest -> to.put("digest", digest.value()));
        to.set("tasks", Json.texts(gap.tasks()));
        to.put("count", gap.count());
        gap.deploy()
                .ifPresent(deploy ->
                        to.putObject("deploy")
                                .put("reference", deploy.reference())
                                .put("tag", deploy.tag())
                                .put("digest", deploy.digest().value()));
        return to.put("rolls", gap.rolls());
    }

    static Gap read(Fields from) {
        from.version(1);
        return new Gap(
                from.word("cause", Cause.class),
                from.text("because", MAX_TEXT),
                from.text("cluster", MAX_NAME),
                from.optionalText("service", MAX_NAME),
                from.text("name", MAX_NAME),
                from.text("reference", MAX_NAME),
                from.optionalText("digest", MAX_NAME).flatMap(Digest::parse),
                tasks(from),
                from.number("count", 0, 1L << 53),
                from.optionalObject("deploy").map(GapDocument::deployable),
                from.flag("rolls"));
    }

    private static List<String> tasks(Fields from) {
        var tasks = from.texts("tasks", Gap.MAX_TASKS, MAX_NAME);
        if (tasks.isEmpty() && from.optionalText("service", MAX_NAME).isEmpty()) {
            from.refuse("tasks", "a gap is one of some task, or of a service");
            return List.of("");
        }
        return tasks;
    }

    private static Gap.Deployable deployable(Fields from) {
        return new Gap.Deployable(
                from.text("reference", MAX_NAME),
                from.text("tag", MAX_NAME),
                Digest.parse(from.text("digest", MAX_NAME)).orElseGet(() -> Digest.ofText("")));
    }
}
