/// Policies in a bucket, for sensors that reach S3 and nothing else.
@NullMarked
package dev.inlay.aws.s3;

import org.jspecify.annotations.NullMarked;
