/// Reading and writing JSON documents that others may have made. What comes in: text of any length
/// and shape. What is decided: whether it is a document within its limits, and if not, which field
/// is wrong and why. What goes out: a value, or the reason as a value; hostile text never throws.
@NullMarked
package dev.inlay.document;

import org.jspecify.annotations.NullMarked;
