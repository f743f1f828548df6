package dev.inlay.image;

import java.util.List;

/// Which images of which repositories are instrumented, and what then protects them.
///
/// @param repositories which repositories
/// @param tags which tags of them; any of these
/// @param exclusions of `repository` or `repository:tag`; any of these leaves an image alone
/// @param mapping where the instrumented image appears
/// @param protection what happens after learning
public record Enrolment(
        Glob repositories,
        List<Glob> tags,
        List<Glob> exclusions,
        TagMapping mapping,
        Protection protection) {
    public Enrolment {
        tags = tags.isEmpty() ? List.of(new Glob("*")) : List.copyOf(tags);
        exclusions = List.copyOf(exclusions);
    }

    /// All tags, beside the originals, recorded after learning.
    public static Enrolment of(String repositories) {
        return new Enrolment(
                new Glob(repositories), List.of(), List.of(), TagMapping.BESIDE, Protection.RECORD);
    }

    /// Whether an image pushed under this tag is to be instrumented.
    public boolean covers(String repository, String tag) {
        return repositories.matches(repository)
                && tags.stream().anyMatch(glob -> glob.matches(tag))
                && mapping.isSource(tag)
                && exclusions.stream()
                        .noneMatch(glob ->
                                glob.matches(repository) || glob.matches(repository + ":" + tag));
    }
}
