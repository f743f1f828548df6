package dev.inlay.image;

import dev.inlay.failure.PermanentFailure;
import java.util.regex.Pattern;

/// From the tag of a source image to the tag under which its instrumented twin appears.
///
/// @param from pattern with at most one star
/// @param to pattern with as many stars; the star stands for the same text
public record TagMapping(Glob from, Glob to) {
    /// Beside the original: nothing that anybody has is overwritten.
    public static final TagMapping BESIDE = parse("*=*-inlay");

    private static final int MAX_TAG = 128;
    private static final Pattern ABOUT_ANOTHER = Pattern.compile("sha256-[0-9a-f]{64}(?:\\..*)?");
    private static final int HASH = 12;

    public TagMapping {
        if (from.stars() > 1 || from.stars() != to.stars()) {
            throw refused(from, to, "each side needs one star, or neither has one");
        }
        var example = from.text().replace("*", "1");
        if (!ImageRef.isTag(example) || !ImageRef.isTag(to.text().replace("*", "1"))) {
            throw refused(from, to, "a side cannot become a tag");
        }
        if (to.matches(example)) {
            throw refused(from, to, "a source tag would look like the tag of a result");
        }
        if (to.literals() > MAX_TAG - HASH - 2) {
            throw refused(from, to, "the target leaves no room for the source's own tag");
        }
    }

    /// Reads `FROM=TO`; a `PermanentFailure` says what is wrong with it.
    public static TagMapping parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new PermanentFailure(
                    "mapping-malformed",
                    "reading the tag mapping '"
                            + text
                            + "': expected FROM=TO, as build-*=release-*");
        }
        return new TagMapping(
                new Glob(text.substring(0, equals)), new Glob(text.substring(equals + 1)));
    }

    /// Exactly one tag to exactly one other.
    public static TagMapping exactly(String source, String target) {
        return new TagMapping(new Glob(source), new Glob(target));
    }

    /// Whether images pushed under this tag are to be instrumented. What looks like a result of
    /// this mapping never is: our own pushes must not start the work again. Nor is what registries
    /// without a referrers API, and cosign, keep signatures and attestations under.
    public boolean isSource(String tag) {
        return from.matches(tag) && !to.matches(tag) && !ABOUT_ANOTHER.matcher(tag).matches();
    }

    /// Whether a tag looks like a result of this mapping.
    public boolean isTarget(String tag) {
        return to.matches(tag);
    }

    /// The tag of the instrumented image. A registry takes 128 characters: of a longer result the
    /// source's part is cut and marked with its hash, so that different tags stay different.
    ///
    /// @param tag one for which `isSource` holds
    public String apply(String tag) {
        var star =
                from.captured(tag)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "'" + tag + "' does not match " + from));
        int room = MAX_TAG - to.literals();
        if (star.length() > room) {
            var hash = Digest.ofText(star).hex().substring(0, HASH);
            star = star.substring(0, room - HASH - 1) + "-" + hash;
        }
        return to.text().replace("*", star);
    }

    @Override
    public String toString() {
        return from + "=" + to;
    }

    private static PermanentFailure refused(Glob from, Glob to, String because) {
        return new PermanentFailure(
                "mapping-refused",
                "the tag mapping " + from + "=" + to + " cannot work: " + because);
    }
}
