package dev.inlay.local.task;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.image.ImageRef;
import dev.inlay.image.TagMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether the way containers are started would go past the sensor: by replacing the entrypoint it
/// is in, or by an image that has none.
public final class TaskCheck {
    private static final List<String> SENSOR = List.of("/.inlay/sensor", "--");

    private final TagMapping mapping;

    /// @param mapping tells the tags of instrumented images
    public TaskCheck(TagMapping mapping) {
        this.mapping = mapping;
    }

    /// What there is to say about a file; one finding at least for each container.
    ///
    /// @param name of the file, for messages
    /// @param text a task definition, Kubernetes manifests or a compose file; anything else is a
    ///   `PermanentFailure`
    public List<Finding> check(String name, String text) {
        var findings = new ArrayList<Finding>();
        for (var container : TaskFile.read(name, text)) {
            var problems = new ArrayList<Finding>();
            image(container).ifPresent(problems::add);
            entrypoint(container).ifPresent(problems::add);
            if (problems.stream().noneMatch(Finding::bypass)) {
                problems.add(
                        new Finding(
                                container.name(),
                                "sensor",
                                false,
                                container.entrypoint().isPresent()
                                        ? "it starts with the sensor"
                                        : "it starts with the image's entrypoint, where the sensor is",
                                Optional.empty()));
            }
            findings.addAll(problems);
            findings.addAll(container.notes());
        }
        return findings;
    }

    private Optional<Finding> entrypoint(Started container) {
        if (container.entrypoint().isEmpty()) {
            return Optional.empty();
        }
        var words = container.entrypoint().get();
        if (words.size() >= 2 && words.subList(0, 2).equals(SENSOR)) {
            return Optional.empty();
        }
        var corrected = new ArrayList<>(SENSOR);
        words.stream().filter(word -> !words.equals(List.of(""))).forEach(corrected::add);
        return Optional.of(
                new Finding(
                        container.name(),
                        "entrypoint-replaced",
                        true,
                        "%s replaces the image's entrypoint, and with it the sensor"
                                .formatted(container.field()),
                        Optional.of(
                                (container.field().equals("entryPoint")
                                                ? "\"entryPoint\": "
                                                : container.field() + ": ")
                                        + list(corrected))));
    }

    /// Valid in JSON and in YAML.
    private static String list(List<String> words) {
        return words.stream()
                .map(word -> TextNode.valueOf(word).toString())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private Optional<Finding> image(Started container) {
        if (container.image().isEmpty()) {
            return Optional.empty();
        }
        if (container.image().contains("${") || container.image().contains("{{")) {
            return Optional.of(
                    Finding.note(
                            container.name(),
                            "image-unknown",
                            "its image is filled in later: " + container.image()));
        }
        try {
            return tag(container, ImageRef.parse(container.image()));
        } catch (PermanentFailure e) {
            return Optional.of(
                    Finding.note(
                            container.name(), "image-unknown", String.valueOf(e.getMessage())));
        }
    }

    private Optional<Finding> tag(Started container, ImageRef image) {
        if (image.digest().isPresent()) {
            return Optional.of(
                    Finding.note(
                            container.name(),
                            "image-by-digest",
                            "its image is named by digest; './inlay verify %s' says whether it has the sensor"
                                    .formatted(container.image())));
        }
        var tag = image.tag().orElse("latest");
        if (mapping.isTarget(tag)) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        container.name(),
                        "not-instrumented",
                        true,
                        "tag '%s' is no instrumented image's (%s)".formatted(tag, mapping),
                        mapping.isSource(tag)
                                ? Optional.of("image: " + renamed(container.image(), tag))
                                : Optional.empty()));
    }

    private String renamed(String image, String tag) {
        var name =
                image.endsWith(":" + tag)
                        ? image.substring(0, image.length() - tag.length() - 1)
                        : image;
        return name + ":" + mapping.apply(tag);
    }
}
