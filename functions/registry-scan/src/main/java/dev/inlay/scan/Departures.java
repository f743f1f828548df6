package dev.inlay.scan;

import dev.inlay.image.Claims;
import dev.inlay.image.Digest;
import dev.inlay.image.Image;
import dev.inlay.image.Images;
import dev.inlay.image.Push;
import dev.inlay.registry.RegistryListing;
import java.util.Map;
import java.util.Set;

/// Notes which originals are not there any more. Deletions are told late or not at all, and by then
/// the same may have been pushed again: what counts is what the registry has.
final class Departures {
    private final RegistryListing registry;
    private final Images images;
    private final Claims claims;

    Departures(RegistryListing registry, Images images, Claims claims) {
        this.registry = registry;
        this.images = images;
        this.claims = claims;
    }

    /// A tag was deleted, or an image with it; a line for the log.
    String deleted(Push push) {
        var now = registry.resolve(push.repository(), push.tag());
        if (now.filter(push.digest()::equals).isPresent()) {
            return "deleted and pushed again: " + push;
        }
        if (now.isEmpty()) {
            claims.release(push.repository(), push.tag());
        }
        images.untagged(push);
        return (look(push.repository(), push.digest())
                        ? "deleted: "
                        : "not under this tag any more: ")
                + push;
    }

    /// A manifest was deleted, whatever its tags were; a line for the log.
    String deleted(String repository, Digest digest) {
        return (look(repository, digest) ? "deleted: " : "still there: ")
                + repository
                + "@"
                + digest;
    }

    /// What no event told of. An image that is known to be gone is not looked for again: its next
    /// push says that it is back.
    ///
    /// @param tags all there are in the repository now
    /// @param where those of them point that were looked at
    void sweep(String repository, Set<String> tags, Map<String, Digest> where) {
        for (var image : images.allIn(repository)) {
            if (image.trail().gone().isEmpty() && !keepsATag(image, tags, where)) {
                look(repository, image.digest());
            }
        }
    }

    private boolean keepsATag(Image image, Set<String> tags, Map<String, Digest> where) {
        boolean keeps = false;
        for (var tag : image.tags()) {
            if (tags.contains(tag)
                    && where.getOrDefault(tag, image.digest()).equals(image.digest())) {
                keeps = true;
            } else {
                images.untagged(new Push(image.repository(), tag, image.digest()));
            }
        }
        return keeps;
    }

    /// Whether it is gone; then so are its tags, and whatever is pushed under them next is new.
    private boolean look(String repository, Digest digest) {
        if (registry.hasManifest(repository, digest)) {
            return false;
        }
        images.get(repository, digest).ifPresent(this::release);
        images.gone(repository, digest);
        return true;
    }

    private void release(Image image) {
        for (var tag : image.tags()) {
            if (registry.resolve(image.repository(), tag).isEmpty()) {
                claims.release(image.repository(), tag);
            }
        }
    }
}
