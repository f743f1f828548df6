package dev.inlay.coverage;

import dev.inlay.image.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A container that runs now, as the place it runs in tells it: not what its sensor says.
///
/// @param cluster name of the ECS cluster, or of the machine
/// @param service whoever starts it again; empty for a task that was started once
/// @param task ARN of the ECS task, or id of the container
/// @param name of the container in its task definition, or on its machine
/// @param hostname as it calls itself; empty where the place does not tell
/// @param reference its image as its definition names it
/// @param digest of what was pulled, a manifest's or an index's; empty where nobody knows
/// @param entrypoint what its definition puts in the place of the image's own; empty for nothing
public record Running(
        String cluster,
        Optional<String> service,
        String task,
        String name,
        Optional<String> hostname,
        String reference,
        Optional<Digest> digest,
        List<String> entrypoint,
        Instant started)
        implements Placed {
    public Running {
        entrypoint = List.copyOf(entrypoint);
    }

    @Override
    public List<String> tasks() {
        return List.of(task);
    }
}
