package dev.inlay.storage;

import static java.util.Objects.requireNonNull;

/// Where a document lives. The partition is what is written and read together (one image, one
/// container); the sort key orders the documents inside it, and its prefixes can be queried.
///
/// @param partition at most 1,024 bytes, not empty
/// @param sort at most 1,024 bytes, not empty
public record Key(String partition, String sort) {
    public Key {
        requireNonNull(partition, "partition is null");
        requireNonNull(sort, "sort is null");
        if (partition.isEmpty() || sort.isEmpty()) {
            throw new IllegalArgumentException(
                    "a key needs a partition and a sort part, got '"
                            + partition
                            + "' / '"
                            + sort
                            + "'");
        }
    }
}
