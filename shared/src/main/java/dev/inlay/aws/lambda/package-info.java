/// What Lambda does to a function besides calling it: it takes a snapshot after the start and
/// begins every environment from it.
@NullMarked
package dev.inlay.aws.lambda;

import org.jspecify.annotations.NullMarked;
