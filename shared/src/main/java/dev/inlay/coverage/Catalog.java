package dev.inlay.coverage;

import dev.inlay.image.Digest;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Image;
import dev.inlay.image.ImageRef;
import dev.inlay.image.Progress;
import dev.inlay.storage.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which of the catalog's images a container runs or would, and which it should.
final class Catalog {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String registry;
    private final Found<Enrolment> enrolments;
    private final Collection<Image> images;
    private final Set<Digest> instrumented = new HashSet<>();
    private final Map<Digest, List<Image>> originals = new HashMap<>();

    Catalog(Known known) {
        this.registry = known.registry();
        this.enrolments = known.enrolments();
        this.images = known.images();
        for (var image : images) {
            original(image.digest(), image);
            image.published().values().forEach(each -> instrumented.add(each.digest()));
            for (var member : image.platforms()) {
                original(member.source(), image);
                member.instrumented().ifPresent(instrumented::add);
            }
        }
    }

    private void original(Digest digest, Image image) {
        originals.computeIfAbsent(digest, _ -> new ArrayList<>()).add(image);
    }

    Standing standing(Placed placed) {
        if (placed.digest().filter(instrumented::contains).isPresent()) {
            return new Standing.Instrumented();
        }
        return placed.image()
                .map(reference -> standing(placed, reference))
                .orElseGet(Standing.Foreign::new);
    }

    private Standing standing(Placed placed, ImageRef reference) {
        var repository = reference.repository();
        var original =
                placed.digest().map(originals::get).stream()
                        .flatMap(List::stream)
                        .filter(image -> image.repository().equals(repository))
                        .findFirst();
        // What an enrolment wants that cannot be read nobody knows; whoever looks is told so.
        var enrolment =
                Enrolment.deciding(enrolments, repository).found().flatMap(Function.identity());
        if (enrolment.isEmpty() || (original.isEmpty() && !isOurs(reference))) {
            return new Standing.Foreign();
        }
        var image = original.or(() -> tagged(reference));
        if (!isWanted(enrolment.get(), reference, image)) {
            return new Standing.Foreign();
        }
        return isTarget(enrolment.get(), reference) && placed.digest().isEmpty()
                ? new Standing.Instrumented()
                : new Standing.Bare(bare(placed, reference, image, enrolment.get()));
    }

    /// The same registry has several names on its own machine.
    private boolean isOurs(ImageRef reference) {
        return reference.registry().equals(registry)
                || (isLoopback(reference.registry())
                        && isLoopback(registry)
                        && port(reference.registry()).equals(port(registry)));
    }

    private static boolean isLoopback(String registry) {
        return LOOPBACK.contains(registry.replaceFirst(":[0-9]+$", ""));
    }

    private static String port(String registry) {
        return registry.substring(registry.lastIndexOf(':') + 1);
    }

    private Optional<Image> tagged(ImageRef reference) {
        return images.stream()
                .filter(image -> image.repository().equals(reference.repository()))
                .filter(image -> reference.tag().filter(tag -> hasTag(image, tag)).isPresent())
                .max(Comparator.comparing(Image::seen));
    }

    private static boolean hasTag(Image image, String tag) {
        return image.tags().contains(tag) || isPublished(image, tag);
    }

    private static boolean isPublished(Image image, String tag) {
        return image.published().values().stream().anyMatch(each -> each.tag().equals(tag));
    }

    private static boolean isWanted(
            Enrolment enrolment, ImageRef reference, Optional<Image> image) {
        var tags = new HashSet<String>();
        reference.tag().ifPresent(tags::add);
        image.ifPresent(each -> tags.addAll(each.tags()));
        return isTarget(enrolment, reference)
                || tags.stream().anyMatch(tag -> enrolment.covers(reference.repository(), tag));
    }

    private static boolean isTarget(Enrolment enrolment, ImageRef reference) {
        return reference.tag().filter(enrolment.mapping()::isTarget).isPresent();
    }

    private Gap bare(
            Placed placed, ImageRef reference, Optional<Image> image, Enrolment enrolment) {
        var deploy = image.flatMap(each -> deployable(each, reference));
        var cause = deploy.isEmpty() ? Cause.UNAVAILABLE : cause(reference, image.orElseThrow());
        return new Gap(
                cause,
                idle(placed) + because(cause, deploy, image),
                placed.cluster(),
                placed.service(),
                placed.name(),
                placed.reference(),
                placed.digest(),
                placed.tasks(),
                placed.tasks().size(),
                deploy,
                enrolment.rolls() && cause.endsByDeploying() && placed.service().isPresent());
    }

    private static String idle(Placed placed) {
        return switch (placed) {
            case Running _ -> "";
            case Idle _ -> "no task of it runs now, and the next one would run the original: ";
        };
    }

    private static Cause cause(ImageRef reference, Image image) {
        if (reference.digest().isPresent()) {
            return Cause.PINNED;
        }
        return reference.tag().filter(tag -> isPublished(image, tag)).isPresent()
                ? Cause.OUTDATED
                : Cause.ORIGINAL;
    }

    /// The one made from the tag that runs, or else the latest.
    private Optional<Gap.Deployable> deployable(Image image, ImageRef reference) {
        return reference
                .tag()
                .map(tag -> image.published().get(tag))
                .or(() ->
                        image.published().values().stream()
                                .max(Comparator.comparing(Image.Published::at)))
                .map(published ->
                        new Gap.Deployable(
                                registry + "/" + image.repository() + "@" + published.digest(),
                                published.tag(),
                                published.digest()));
    }

    private static String because(
            Cause cause, Optional<Gap.Deployable> deploy, Optional<Image> image) {
        var what = deploy.map(each -> each.reference() + " (tag " + each.tag() + ")").orElse("");
        return switch (cause) {
            case ORIGINAL -> "it runs the original image; deploy " + what;
            case PINNED ->
                    "its definition pins the original by its digest, so no push changes what runs;"
                            + " deploy "
                            + what;
            case OUTDATED ->
                    "its tag names the instrumented image, and what runs is another one, started"
                            + " earlier; start it anew, or deploy "
                            + what;
            case UNAVAILABLE -> "there is no instrumented image to run: " + progress(image);
            case BYPASSED, UNHEARD, SILENT ->
                    throw new IllegalArgumentException(cause + " is said of instrumented images");
        };
    }

    private static String progress(Optional<Image> image) {
        return image.map(Image::progress)
                .map(progress ->
                        switch (progress) {
                            case Progress.Declined(var reason) ->
                                    "it was declined, " + reason.text();
                            case Progress.Failed(_, var reason) -> "it failed, " + reason.text();
                            case Progress.New(),
                                    Progress.Queued(),
                                    Progress.Running(_),
                                    Progress.Done() ->
                                    "its instrumentation is " + progress.state();
                        })
                .orElse("it was not pushed since its repository was enrolled; 'inlay instrument'");
    }
}
