/// Tells people and programs through a topic of SNS.
@NullMarked
package dev.inlay.aws.sns;

import org.jspecify.annotations.NullMarked;
