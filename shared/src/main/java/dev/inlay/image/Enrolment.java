package dev.inlay.image;

import dev.inlay.role.RoleId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which images of which repositories are instrumented, and what then protects them.
///
/// @param repositories which repositories
/// @param tags which tags of them; any of these
/// @param exclusions of `repository` or `repository:tag`; any of these leaves an image alone
/// @param mapping where the instrumented image appears
/// @param protection what happens after learning
/// @param rolls whether services that run the original are rolled to the instrumented image
/// @param start whether its applications start where they cannot be protected
/// @param roles whose tasks may speak for these images without an enrolment token
public record Enrolment(
        Glob repositories,
        List<Glob> tags,
        List<Glob> exclusions,
        TagMapping mapping,
        Protection protection,
        boolean rolls,
        Start start,
        List<RoleId> roles) {
    public Enrolment {
        tags = tags.isEmpty() ? List.of(new Glob("*")) : List.copyOf(tags);
        exclusions = List.copyOf(exclusions);
        roles = List.copyOf(roles);
    }

    /// One that knows no roles.
    public Enrolment(
            Glob repositories,
            List<Glob> tags,
            List<Glob> exclusions,
            TagMapping mapping,
            Protection protection,
            boolean rolls,
            Start start) {
        this(repositories, tags, exclusions, mapping, protection, rolls, start, List.of());
    }

    /// One that never touches a service, and never keeps an application from starting.
    public Enrolment(
            Glob repositories,
            List<Glob> tags,
            List<Glob> exclusions,
            TagMapping mapping,
            Protection protection) {
        this(repositories, tags, exclusions, mapping, protection, false, Start.OPEN);
    }

    /// All tags, beside the originals, recorded after learning.
    public static Enrolment of(String repositories) {
        return new Enrolment(
                new Glob(repositories), List.of(), List.of(), TagMapping.BESIDE, Protection.RECORD);
    }

    /// The one that decides for a repository: of those that match, the one whose pattern says most.
    public static Optional<Enrolment> deciding(Collection<Enrolment> all, String repository) {
        return all.stream()
                .filter(enrolment -> enrolment.repositories().matches(repository))
                .max(
                        Comparator.comparingInt((Enrolment enrolment) ->
                                        enrolment.repositories().literals())
                                .thenComparing(Enrolment::repositories));
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
