/// Image → instrumented image. In comes a push; decided along the way (by `dev.inlay.image`) is
/// whether it can be done and what the result is; out go two layers, a configuration and a manifest
/// per platform, and a tag beside the original. No layer of the image is ever read.
@NullMarked
package dev.inlay.instrument;

import org.jspecify.annotations.NullMarked;
