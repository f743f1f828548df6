package dev.inlay.image;

import dev.inlay.document.Reading;
import dev.inlay.failure.PermanentFailure;
import dev.inlay.storage.Found;
import dev.inlay.storage.Key;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.util.Optional;

/// The enrolments of the catalog, one for each repository pattern.
public final class Enrolments {
    /// The code of what fails because the one that decides cannot be read.
    public static final String UNREADABLE = "enrolment-unreadable";

    private static final String PARTITION = "enrolment";
    private static final int MAX = 1000;

    private final Table catalog;

    /// @param catalog the table of that name
    public Enrolments(Table catalog) {
        this.catalog = catalog;
    }

    /// Enrols, or replaces what was said about the same pattern.
    public void put(Enrolment enrolment) {
        catalog.write(Write.put(key(enrolment.repositories()), EnrolmentDocument.write(enrolment)));
    }

    /// Ends an enrolment. What was instrumented stays.
    public void remove(Glob repositories) {
        catalog.write(new Write.Delete(key(repositories), new Write.Condition.Always()));
    }

    /// All of them, by pattern.
    public Found<Enrolment> all() {
        return Found.of(
                "enrolment",
                catalog.query(PARTITION, "", Optional.empty(), MAX),
                row -> EnrolmentDocument.read(row.key().sort(), row.document()));
    }

    /// The enrolment that decides for a repository: of those that match, the one whose pattern says
    /// most. Where that one cannot be read no other takes its place, for it may want less, and the
    /// reason says what to do.
    public Reading<Optional<Enrolment>> decision(String repository) {
        return Enrolment.deciding(all(), repository);
    }

    /// The same, where nothing can be done without it: a `PermanentFailure` when it cannot be read.
    public Optional<Enrolment> deciding(String repository) {
        return switch (decision(repository)) {
            case Reading.Read<Optional<Enrolment>>(var enrolment) -> enrolment;
            case Reading.Malformed<Optional<Enrolment>>(var because) ->
                    throw new PermanentFailure(UNREADABLE, because);
        };
    }

    /// The deciding enrolment, if it wants the image under this tag instrumented.
    public Optional<Enrolment> covering(String repository, String tag) {
        return deciding(repository).filter(enrolment -> enrolment.covers(repository, tag));
    }

    private static Key key(Glob repositories) {
        return new Key(PARTITION, repositories.text());
    }
}
