/// What the installation's keys are derived from, in Secrets Manager.
@NullMarked
package dev.inlay.aws.secrets;

import org.jspecify.annotations.NullMarked;
