/// The queue port on SQS.
@NullMarked
package dev.inlay.aws.sqs;

import org.jspecify.annotations.NullMarked;
