package dev.inlay.coverage;

import dev.inlay.behaviour.Container;
import dev.inlay.image.Enrolment;
import dev.inlay.image.Image;
import dev.inlay.storage.Found;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What the control plane knows of what runs.
///
/// @param registry host and port of the registry whose repositories are enrolled
/// @param images of the catalog that have to do with what runs
/// @param heard containers whose sensors were heard of lately
/// @param seen hostnames that ran here before: one that does not any more has ended
public record Known(
        String registry,
        Found<Enrolment> enrolments,
        Collection<Image> images,
        Collection<Container> heard,
        Set<String> seen) {
    public Known {
        images = List.copyOf(images);
        heard = List.copyOf(heard);
        seen = Set.copyOf(seen);
    }
}
