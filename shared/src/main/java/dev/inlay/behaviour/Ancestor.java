package dev.inlay.behaviour;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A process as a frame tells it.
///
/// @param id unique in the container's life, unlike a pid
/// @param parent the process it came from; empty where that is unknown or the ancestry ends
/// @param arguments the real ones, not templated
/// @param user effective uid
/// @param outside whether it entered the container from outside
public record Ancestor(
        long id,
        Optional<Long> parent,
        long pid,
        String program,
        List<String> arguments,
        long user,
        Instant started,
        boolean outside) {
    public Ancestor {
        arguments = List.copyOf(arguments);
    }
}
