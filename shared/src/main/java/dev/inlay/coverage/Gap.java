package dev.inlay.coverage;

import dev.inlay.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Containers of one service that are not watched, for one reason.
///
/// @param because in words, with what to do
/// @param cluster of all of them
/// @param service empty for a task that nobody starts again
/// @param name of the container
/// @param reference of the image that runs, as its definition names it
/// @param digest of what runs, where it is known
/// @param tasks that show it, a few of them; none for a service that only would
/// @param count of all tasks that show it; 0 for a service that only would
/// @param deploy the exact image that would be watched; empty when there is none
/// @param rolls whether the enrolment asks for that image to be rolled out
public record Gap(
        Cause cause,
        String because,
        String cluster,
        Optional<String> service,
        String name,
        String reference,
        Optional<Digest> digest,
        List<String> tasks,
        long count,
        Optional<Deployable> deploy,
        boolean rolls) {
    /// As many tasks of a service as somebody looks at.
    static final int MAX_TASKS = 20;

    public Gap {
        tasks = tasks.stream().sorted().distinct().limit(MAX_TASKS).toList();
    }

    /// An instrumented image of the repository.
    ///
    /// @param reference with the digest: exactly this image, whatever becomes of its tag
    /// @param tag under which it was published
    public record Deployable(String reference, String tag, Digest digest) {}

    /// The same gap has the same one while it lasts, whatever tasks come and go.
    public String fingerprint() {
        var owner = service.orElseGet(tasks::getFirst);
        return Digest.ofText(String.join("\n", cause.concern().word(), cluster, owner, name))
                .hex()
                .substring(0, 32);
    }

    /// What people call it: `service web, container app, in production`.
    public String where() {
        var owner =
                service.map(each -> "service " + each)
                        .orElseGet(() -> "task " + shortened(tasks.getFirst()));
        var container =
                tasks.stream().findFirst().filter(name::equals).isPresent()
                        ? ""
                        : ", container " + name;
        return owner + container + (cluster.isEmpty() ? "" : ", in " + cluster);
    }

    private static String shortened(String task) {
        return task.substring(task.lastIndexOf('/') + 1);
    }

    Gap with(Gap other) {
        var all = new ArrayList<>(tasks);
        all.addAll(other.tasks);
        return new Gap(
                cause,
                because,
                cluster,
                service,
                name,
                reference,
                digest,
                all,
                count + other.count,
                deploy,
                rolls);
    }
}
