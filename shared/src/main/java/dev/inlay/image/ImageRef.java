package dev.inlay.image;

import dev.inlay.failure.PermanentFailure;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where an image is, as people write it: `host:port/repository:tag@digest`. Without a host it is
/// Docker Hub, as for every other tool.
///
/// @param registry host, with the port when one was written
/// @param repository path in the registry
/// @param tag empty when only a digest was written; `latest` when neither was
/// @param digest empty when none was written
public record ImageRef(
        String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    private static final int MAX_LENGTH = 600;
    private static final int MAX_REPOSITORY = 255;
    private static final String DOCKER_HUB = "docker.io";
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*)|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");
    private static final Pattern REPOSITORY =
            Pattern.compile(
                    "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+)*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public ImageRef {
        require(HOST.matcher(registry).matches(), "registry host", registry);
        require(isRepository(repository), "repository", repository);
        tag.ifPresent(t -> require(isTag(t), "tag", t));
        require(tag.isPresent() || digest.isPresent(), "tag or digest", "");
    }

    /// Reads a reference; a `PermanentFailure` that names the part that is wrong.
    public static ImageRef parse(String text) {
        require(
                text.length() <= MAX_LENGTH,
                "reference",
                text.substring(0, Math.min(80, text.length())));
        int at = text.indexOf('@');
        var digest =
                at < 0
                        ? Optional.<Digest>empty()
                        : Optional.of(
                                Digest.require(
                                        text.substring(at + 1), "the image reference " + text));
        var name = at < 0 ? text : text.substring(0, at);
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        var tag = colon < 0 ? Optional.<String>empty() : Optional.of(name.substring(colon + 1));
        var path = colon < 0 ? name : name.substring(0, colon);
        if (tag.isEmpty() && digest.isEmpty()) {
            tag = Optional.of("latest");
        }
        int slash = path.indexOf('/');
        if (slash > 0 && isHost(path.substring(0, slash))) {
            return new ImageRef(path.substring(0, slash), path.substring(slash + 1), tag, digest);
        }
        return new ImageRef(DOCKER_HUB, slash < 0 ? "library/" + path : path, tag, digest);
    }

    /// Whether a registry would accept this as the name of a repository.
    public static boolean isRepository(String text) {
        return text.length() <= MAX_REPOSITORY && REPOSITORY.matcher(text).matches();
    }

    /// Whether a registry would accept this as a tag.
    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    /// The same image under another tag, whatever its content.
    public ImageRef withTag(String other) {
        return new ImageRef(registry, repository, Optional.of(other), Optional.empty());
    }

    /// `repository:tag`, or with the digest when there is no tag: what people call the image.
    public String name() {
        return tag.map(t -> repository + ":" + t)
                .orElseGet(() -> repository + digest.map(d -> "@" + d).orElse(""));
    }

    @Override
    public String toString() {
        return registry
                + "/"
                + repository
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }

    private static boolean isHost(String first) {
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    private static void require(boolean holds, String part, String text) {
        if (!holds) {
            throw new PermanentFailure(
                    "reference-malformed",
                    "reading an image reference: '"
                            + text
                            + "' is no "
                            + part
                            + "; expected [host[:port]/]repository[:tag][@sha256:…]");
        }
    }
}
