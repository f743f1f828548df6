package dev.inlay.image;

import dev.inlay.storage.Key;
import dev.inlay.storage.Row;
import dev.inlay.storage.Table;
import dev.inlay.storage.Write;
import java.util.List;
import java.util.Optional;

/// The enrolments of the catalog, one for each repository pattern.
public final class Enrolments {
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
    public List<Enrolment> all() {
        return catalog.query(PARTITION, "", Optional.empty(), MAX).stream()
                .map(Row::document)
                .map(EnrolmentDocument::read)
                .toList();
    }

    /// The enrolment that decides for a repository: of those that match, the one whose pattern says
    /// most.
    public Optional<Enrolment> deciding(String repository) {
        return Enrolment.deciding(all(), repository);
    }

    /// The deciding enrolment, if it wants the image under this tag instrumented.
    public Optional<Enrolment> covering(String repository, String tag) {
        return deciding(repository).filter(enrolment -> enrolment.covers(repository, tag));
    }

    private static Key key(Glob repositories) {
        return new Key(PARTITION, repositories.text());
    }
}
