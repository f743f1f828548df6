/// Tells Security Hub.
@NullMarked
package dev.inlay.aws.securityhub;

import org.jspecify.annotations.NullMarked;
