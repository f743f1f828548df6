package dev.inlay.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// One change, with the condition under which it happens.
public sealed interface Write {
    /// What is written or removed.
    Key key();

    /// Stores a document; one that is larger than a store takes is refused with a
    /// `PermanentFailure`. Expiry is kept to the millisecond.
    record Put(Key key, String document, Optional<Instant> expires, Condition condition)
            implements Write {
        public Put {
            Text.check("document", document, Row.MAX_DOCUMENT_BYTES);
            expires = expires.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    /// Removes a document; removing one that is not there is done.
    record Delete(Key key, Condition condition) implements Write {}

    /// What has to hold for the write to happen. An expired document counts as absent.
    sealed interface Condition {
        /// Nothing.
        record Always() implements Condition {}

        /// No document lives there.
        record Absent() implements Condition {}

        /// The document there has this revision.
        record AtRevision(long revision) implements Condition {}
    }

    /// Stores whatever is there now.
    static Write put(Key key, String document) {
        return new Put(key, document, Optional.empty(), new Condition.Always());
    }

    /// Stores when nothing is there.
    static Write putIfAbsent(Key key, String document) {
        return new Put(key, document, Optional.empty(), new Condition.Absent());
    }
}
