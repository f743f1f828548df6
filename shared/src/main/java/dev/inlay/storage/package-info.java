/// The one storage port. What comes in: documents under a partition and a sort key. What is decided
/// here: nothing but who wins when two write at once. Implemented once on DynamoDB and once on
/// SQLite; every repository of a feature is written once, on top of it.
@NullMarked
package dev.inlay.storage;

import org.jspecify.annotations.NullMarked;
