/// The ports on AWS, a package for each service. What comes in: calls of the ports. What is decided
/// here: nothing but which of a service's answers may be another one later. Only wirings know these
/// packages, and no type of the SDK shows through them.
@NullMarked
package dev.inlay.aws;

import org.jspecify.annotations.NullMarked;
