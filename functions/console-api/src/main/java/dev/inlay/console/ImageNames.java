package dev.inlay.console;

import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// From what people call an image to the image: a digest, the beginning of one, or a reference
/// (`shop/web:1.4`), each of the original or of the instrumented image.
final class ImageNames {
    private static final Pattern PREFIX = Pattern.compile("(?:sha256:)?([0-9a-f]{6,64})");
    private static final Pattern HOST = Pattern.compile("[^/]*[.:][^/]*|localhost");

    /// A page of the catalog.
    private static final int PAGE = 500;

    /// Beyond that a prefix is looked for among the first ones only.
    private static final int MAX_LOOKED_AT = 20_000;

    private final Images images;

    ImageNames(Images images) {
        this.images = images;
    }

    /// The images a name may mean, the likeliest first; empty when none is known.
    List<Image> find(String name) {
        var digest = PREFIX.matcher(name);
        if (digest.matches()) {
            var byDigest = byDigest(digest.group(1));
            if (!byDigest.isEmpty()) {
                return byDigest;
            }
        }
        int at = name.indexOf('@');
        return at >= 0
                ? byDigest(name.substring(at + 1).replaceFirst("^sha256:", "")).stream()
                        .filter(image -> isIn(image, name.substring(0, at)))
                        .toList()
                : byReference(name);
    }

    private List<Image> byDigest(String hex) {
        var whole = Digest.parse("sha256:" + hex).map(images::having).orElse(List.of());
        return whole.isEmpty()
                ? all().stream().filter(image -> has(image, "sha256:" + hex)).toList()
                : whole;
    }

    private static boolean has(Image image, String prefix) {
        var members =
                image.platforms().stream()
                        .flatMap(member ->
                                Stream.concat(
                                        Stream.of(member.source()),
                                        member.instrumented().stream()));
        var published = image.published().values().stream().map(Image.Published::digest);
        return Stream.concat(Stream.of(image.digest()), Stream.concat(members, published))
                .anyMatch(digest -> digest.value().startsWith(prefix));
    }

    private List<Image> byReference(String name) {
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        var tag = colon < 0 ? Optional.<String>empty() : Optional.of(name.substring(colon + 1));
        var repository = colon < 0 ? name : name.substring(0, colon);
        return Stream.of(repository, withoutHost(repository))
                .distinct()
                .flatMap(each -> images.in(each, PAGE).stream())
                .filter(image ->
                        tag.isEmpty() || tag.filter(each -> isTagged(image, each)).isPresent())
                .sorted(Comparator.comparing(Image::seen).reversed())
                .toList();
    }

    private static boolean isIn(Image image, String repository) {
        return image.repository().equals(repository)
                || image.repository().equals(withoutHost(repository));
    }

    private static boolean isTagged(Image image, String tag) {
        return image.tags().contains(tag)
                || image.published().values().stream().anyMatch(each -> each.tag().equals(tag));
    }

    private static String withoutHost(String repository) {
        int slash = repository.indexOf('/');
        return slash > 0 && HOST.matcher(repository.substring(0, slash)).matches()
                ? repository.substring(slash + 1)
                : repository;
    }

    private List<Image> all() {
        var found = new ArrayList<Image>();
        var page = images.page(Optional.empty(), PAGE);
        var end = Images.end(page);
        while (end.isPresent() && found.size() < MAX_LOOKED_AT) {
            found.addAll(page.read());
            page = images.page(end, PAGE);
            end = Images.end(page);
        }
        return found;
    }
}
