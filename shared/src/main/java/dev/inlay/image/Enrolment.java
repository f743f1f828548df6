package dev.inlay.image;

import dev.inlay.document.Reading;
import dev.inlay.role.RoleId;
import dev.inlay.storage.Found;
import dev.inlay.storage.Unreadable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    private static final Comparator<Glob> CLOSER =
            Comparator.comparingInt(Glob::literals).thenComparing(Comparator.naturalOrder());

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
    /// Which cannot be read where that is one of those.
    public static Reading<Optional<Enrolment>> deciding(Found<Enrolment> all, String repository) {
        var patterns =
                Stream.concat(
                        all.read().stream().map(Enrolment::repositories),
                        all.unreadable().stream().flatMap(each -> pattern(each).stream()));
        var closest = patterns.filter(each -> each.matches(repository)).max(CLOSER);
        return all.unreadable().stream()
                .filter(each -> closest.isPresent() && pattern(each).equals(closest))
                .findFirst()
                .<Reading<Optional<Enrolment>>>map(each -> unreadable(repository, each))
                .orElseGet(() ->
                        new Reading.Read<>(
                                all.read().stream()
                                        .filter(each ->
                                                Optional.of(each.repositories()).equals(closest))
                                        .findFirst()));
    }

    /// Its key is its pattern.
    private static Optional<Glob> pattern(Unreadable enrolment) {
        return Glob.parse(enrolment.key().sort());
    }

    private static Reading.Malformed<Optional<Enrolment>> unreadable(
            String repository, Unreadable enrolment) {
        var pattern = enrolment.key().sort();
        return new Reading.Malformed<>(
                "the enrolment of '%s' decides for %s and cannot be read: %s; enrol it again (inlay enrol '%s' …), or end it (--remove)"
                        .formatted(pattern, repository, enrolment.because(), pattern));
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
