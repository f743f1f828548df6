/// Who we are to AWS.
@NullMarked
package dev.inlay.aws.sts;

import org.jspecify.annotations.NullMarked;
