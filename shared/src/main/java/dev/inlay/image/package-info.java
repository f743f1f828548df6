/// Images and what identifies them.
@NullMarked
package dev.inlay.image;

import org.jspecify.annotations.NullMarked;
