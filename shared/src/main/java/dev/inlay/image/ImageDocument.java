package dev.inlay.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// An image as the catalog stores it, version 1.
final class ImageDocument {
    private ImageDocument() {}

    static String write(Image image) {
        var document = JsonTree.newObject();
        document.put("version", 1)
                .put("repository", image.repository())
                .put("digest", image.digest().value())
                .put("seen", image.seen().toString())
                .put("changed", image.changed().toString());
        var tags = document.putArray("tags");
        image.tags().forEach(tags::add);
        var platforms = document.putArray("platforms");
        image.platforms().forEach(member -> write(member, platforms.addObject()));
        write(image.progress(), document.putObject("progress"));
        var published = document.putObject("published");
        image.published().forEach((tag, result) -> write(result, published.putObject(tag)));
        image.trail().gone().ifPresent(at -> document.put("gone", at.toString()));
        var steps = document.putArray("steps");
        image.trail()
                .steps()
                .forEach(begun ->
                        steps.addObject()
                                .put("step", begun.step().text())
                                .put("at", begun.at().toString()));
        return new String(JsonTree.bytes(document), UTF_8);
    }

    /// @param id where it lies
    static Reading<Image> read(String id, String text) {
        try {
            var image = image(JsonTree.object(text.getBytes(UTF_8), "an image of the catalog"));
            return image.id().equals(id)
                    ? new Reading.Read<>(image)
                    : new Reading.Malformed<>("it is another image's, " + image.id());
        } catch (IllegalArgumentException | DateTimeException | PermanentFailure e) {
            return new Reading.Malformed<>(String.valueOf(e.getMessage()));
        }
    }

    private static Image image(ObjectNode document) {
        if (document.path("version").asInt() != 1) {
            throw new IllegalArgumentException(
                    "this side reads version 1, not " + document.path("version"));
        }
        var tags = new TreeSet<String>();
        document.path("tags").forEach(tag -> tags.add(tag.asText()));
        var platforms = new ArrayList<Image.Member>();
        document.path("platforms").forEach(member -> platforms.add(member(member)));
        var published = new TreeMap<String, Image.Published>();
        document.path("published")
                .properties()
                .forEach(entry -> published.put(entry.getKey(), published(entry.getValue())));
        return new Image(
                document.path("repository").asText(),
                digest(document.path("digest")),
                tags,
                platforms,
                progress(document.path("progress")),
                published,
                trail(document));
    }

    /// Documents from before steps and departures were kept have neither.
    private static Trail trail(JsonNode from) {
        return new Trail(
                Instant.parse(from.path("seen").asText()),
                Instant.parse(from.path("changed").asText()),
                Optional.ofNullable(from.get("gone")).map(at -> Instant.parse(at.asText())),
                from.path("steps")
                        .valueStream()
                        .map(begun ->
                                new Trail.Begun(
                                        step(begun), Instant.parse(begun.path("at").asText())))
                        .toList());
    }

    private static void write(Image.Member member, ObjectNode to) {
        to.put("platform", member.platform().toString()).put("source", member.source().value());
        member.instrumented().ifPresent(digest -> to.put("instrumented", digest.value()));
        member.left().ifPresent(reason -> write(reason, to.putObject("left")));
        switch (member.lazyLoading()) {
            case LazyLoading.None() -> {}
            case LazyLoading.Kept(var index) ->
                    to.putObject("lazyLoading").put("index", index.value());
            case LazyLoading.Lost(var reason) -> write(reason, to.putObject("lazyLoading"));
        }
    }

    private static Image.Member member(JsonNode from) {
        return new Image.Member(
                Platform.parse(from.path("platform").asText()),
                digest(from.path("source")),
                Optional.ofNullable(from.get("instrumented")).map(ImageDocument::digest),
                Optional.ofNullable(from.get("left")).map(ImageDocument::reason),
                lazyLoading(from.path("lazyLoading")));
    }

    private static LazyLoading lazyLoading(JsonNode from) {
        if (from.has("index")) {
            return new LazyLoading.Kept(digest(from.path("index")));
        }
        return from.has("code") ? new LazyLoading.Lost(reason(from)) : new LazyLoading.None();
    }

    private static void write(Progress progress, ObjectNode to) {
        to.put("state", progress.state());
        switch (progress) {
            case Progress.New() -> {}
            case Progress.Queued() -> {}
            case Progress.Running(var step) -> to.put("step", step.text());
            case Progress.Done() -> {}
            case Progress.Declined(var reason) -> write(reason, to);
            case Progress.Failed(var step, var reason) ->
                    write(reason, to.put("step", step.text()));
        }
    }

    private static Progress progress(JsonNode from) {
        return switch (from.path("state").asText()) {
            case "queued" -> new Progress.Queued();
            case "running" -> new Progress.Running(step(from));
            case "done" -> new Progress.Done();
            case "declined" -> new Progress.Declined(reason(from));
            case "failed" -> new Progress.Failed(step(from), reason(from));
            default -> new Progress.New();
        };
    }

    private static Step step(JsonNode from) {
        return Step.valueOf(from.path("step").asText().toUpperCase(Locale.ROOT));
    }

    private static void write(Image.Published result, ObjectNode to) {
        to.put("tag", result.tag())
                .put("digest", result.digest().value())
                .put("sensor", result.sensor())
                .put("at", result.at().toString());
    }

    private static Image.Published published(JsonNode from) {
        return new Image.Published(
                from.path("tag").asText(),
                digest(from.path("digest")),
                from.path("sensor").asText(),
                Instant.parse(from.path("at").asText()));
    }

    private static void write(Reason reason, ObjectNode to) {
        to.put("code", reason.code()).put("because", reason.text());
    }

    private static Reason reason(JsonNode from) {
        return new Reason(from.path("code").asText(), from.path("because").asText());
    }

    private static Digest digest(JsonNode from) {
        return new Digest(from.asText());
    }
}
