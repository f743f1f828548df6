package dev.inlay.console;

import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which image's behaviour a name means: one platform's manifest before instrumentation.
sealed interface Identity {
    /// This one.
    ///
    /// @param image the catalog's entry; empty for an image that was instrumented elsewhere
    record Known(Digest digest, Optional<Image> image) implements Identity {}

    /// None, or not one.
    record Unclear(Problem problem) implements Identity {}

    /// Answers by the identity, or with the problem that there is none.
    default Answer answer(Function<Known, Answer> route) {
        return switch (this) {
            case Known known -> route.apply(known);
            case Unclear(var problem) -> problem.answer();
        };
    }

    /// Looks a name up.
    static Identity of(ImageNames names, String name) {
        var found = names.find(name);
        var digest = Digest.parse(name);
        if (found.isEmpty()) {
            return digest.<Identity>map(known -> new Known(known, Optional.empty()))
                    .orElseGet(() -> new Unclear(unknown(name)));
        }
        var image = found.getFirst();
        if (image.platforms().isEmpty()) {
            return new Unclear(notYet(name, image));
        }
        return platform(name, image, digest);
    }

    private static Identity platform(String name, Image image, Optional<Digest> asked) {
        var members = image.platforms();
        var instrumented =
                members.stream().filter(member -> member.instrumented().isPresent()).toList();
        var candidates = instrumented.isEmpty() ? members : instrumented;
        var meant =
                members.stream()
                        .filter(member ->
                                asked.filter(digest ->
                                                digest.equals(member.source())
                                                        || member.instrumented()
                                                                .filter(digest::equals)
                                                                .isPresent())
                                        .isPresent())
                        .findFirst();
        if (meant.isEmpty() && candidates.size() > 1) {
            return new Unclear(several(name, candidates));
        }
        return new Known(meant.orElseGet(candidates::getFirst).source(), Optional.of(image));
    }

    static Problem unknown(String name) {
        return Problem.notFound(
                "finding the image " + name,
                "the catalog has none of that name",
                "'inlay images' lists them; the repository may not be enrolled");
    }

    private static Problem notYet(String name, Image image) {
        return new Problem(
                409,
                "not-instrumented",
                "finding the behaviour of " + name,
                "its instrumentation is " + image.progress().state(),
                "'inlay wait " + name + "' returns when it is done");
    }

    private static Problem several(String name, List<Image.Member> members) {
        return new Problem(
                409,
                "several-platforms",
                "finding the behaviour of " + name,
                "it has several platforms: "
                        + members.stream()
                                .map(member -> member.platform() + " is " + member.source())
                                .collect(Collectors.joining(", ")),
                "name one of them by its digest");
    }
}
