package dev.inlay.storage;

import static java.util.Objects.requireNonNull;

/// Where a document lives. The partition is what is written and read together (one image, one
/// container); the sort key orders the documents inside it, and its prefixes can be queried.
///
/// Longer parts, and text without a UTF-8 form, are refused with a `PermanentFailure`.
///
/// @param partition at most 1,024 bytes, not empty
/// @param sort at most 1,024 bytes, not empty
public record Key(String partition, String sort) {
    /// DynamoDB takes 2,048 and 1,024 bytes; one limit is easier to keep in mind.
    public static final int MAX_BYTES = 1_024;

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
        Text.check("partition", partition, MAX_BYTES);
        Text.check("sort key", sort, MAX_BYTES);
    }
}
