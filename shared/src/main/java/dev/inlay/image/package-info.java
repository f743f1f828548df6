/// What an image is and what becomes of it. In come references, manifests and configurations as a
/// registry stores them; decided here is whether an image can be instrumented, what its
/// instrumented twin looks like to the byte, under which tag it appears, and which repositories are
/// enrolled; out go new manifests, a settings layer and the state of each image.
@NullMarked
package dev.inlay.image;

import org.jspecify.annotations.NullMarked;
