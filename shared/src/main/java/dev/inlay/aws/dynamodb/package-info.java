/// The storage port on DynamoDB: one item for each document. `p` and `s` are its key, `d` the
/// document, `r` its revision, `e` its expiry in milliseconds, `ttl` the second after which
/// DynamoDB may remove it, `w` a name of the write that made it what it is.
@NullMarked
package dev.inlay.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
