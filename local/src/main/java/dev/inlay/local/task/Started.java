package dev.inlay.local.task;

import java.util.List;
import java.util.Optional;

/// A container as a file says it is to be started.
///
/// @param name in the file
/// @param image reference; empty when the file names none
/// @param field that replaces the image's entrypoint: `entryPoint`, `command` or `entrypoint`
/// @param entrypoint what it is replaced by, if it is
/// @param notes what else is worth knowing about how it runs
record Started(
        String name,
        String image,
        String field,
        Optional<List<String>> entrypoint,
        List<Finding> notes) {
    Started {
        entrypoint = entrypoint.map(List::copyOf);
        notes = List.copyOf(notes);
    }
}
