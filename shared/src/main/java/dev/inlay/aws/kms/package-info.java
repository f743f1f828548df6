/// The signer of policies with a key that never leaves KMS.
@NullMarked
package dev.inlay.aws.kms;

import org.jspecify.annotations.NullMarked;
