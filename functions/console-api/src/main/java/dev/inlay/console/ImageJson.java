package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Json;
import dev.inlay.image.Image;
import dev.inlay.image.LazyLoading;
import dev.inlay.image.Progress;
import dev.inlay.image.Reason;
import dev.inlay.image.Trail;

/// Images of the catalog as people read them.
final class ImageJson {
    private ImageJson() {}

    static ObjectNode write(Image image) {
        var to =
                Json.object()
                        .put("repository", image.repository())
                        .put("digest", image.digest().value());
        to.set("tags", Json.texts(image.tags()));
        write(image.progress(), to);
        to.set("platforms", Json.list(image.platforms(), ImageJson::write));
        var published = to.putArray("published");
        image.published()
                .forEach((source, result) ->
                        published
                                .addObject()
                                .put("source", source)
                                .put("tag", result.tag())
                                .put("digest", result.digest().value())
                                .put("sensor", result.sensor())
                                .put("at", Json.time(result.at())));
        image.trail().gone().ifPresent(at -> to.put("gone", Json.time(at)));
        to.set("steps", Json.list(image.trail().steps(), ImageJson::write));
        return to.put("seen", Json.time(image.seen())).put("changed", Json.time(image.changed()));
    }

    private static void write(Progress progress, ObjectNode to) {
        to.put("state", progress.state());
        switch (progress) {
            case Progress.New(), Progress.Queued(), Progress.Done() -> {}
            case Progress.Running(var step) -> to.put("step", step.text());
            case Progress.Declined(var reason) -> to.set("because", write(reason));
            case Progress.Failed(var step, var reason) ->
                    to.put("step", step.text()).set("because", write(reason));
        }
    }

    private static ObjectNode write(Trail.Begun begun) {
        return Json.object().put("step", begun.step().text()).put("at", Json.time(begun.at()));
    }

    private static ObjectNode write(Image.Member member) {
        var to =
                Json.object()
                        .put("platform", member.platform().toString())
                        .put("image", member.source().value());
        member.instrumented().ifPresent(digest -> to.put("instrumented", digest.value()));
        member.left().ifPresent(reason -> to.set("left", write(reason)));
        switch (member.lazyLoading()) {
            case LazyLoading.None() -> {}
            case LazyLoading.Kept(var index) ->
                    to.putObject("lazyLoading").put("state", "kept").put("index", index.value());
            case LazyLoading.Lost(var reason) ->
                    to.set("lazyLoading", write(reason).put("state", "lost"));
        }
        return to;
    }

    private static ObjectNode write(Reason reason) {
        return Json.object().put("code", reason.code()).put("text", reason.text());
    }
}
