/// The demonstration: chapters made of steps. A step says what it does, does it, and looks at the
/// world (processes, files, sockets, answers) to say what really happened; the report keeps all of
/// it.
@NullMarked
package dev.inlay.e2e.story;

import org.jspecify.annotations.NullMarked;
