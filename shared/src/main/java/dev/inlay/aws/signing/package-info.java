/// Signatures of IAM for requests that no client of the SDK makes.
@NullMarked
package dev.inlay.aws.signing;

import org.jspecify.annotations.NullMarked;
