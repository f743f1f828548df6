/// What runs without being watched. Pure: what runs, what the catalog knows and what sensors said
/// go in; gaps come out. Who knows what runs, who rolls a service and who is told are ports.
@NullMarked
package dev.inlay.coverage;

import org.jspecify.annotations.NullMarked;
