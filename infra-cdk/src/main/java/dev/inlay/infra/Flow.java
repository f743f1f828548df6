package dev.inlay.infra;

import java.util.Map;
import java.util.TreeMap;

/// What every stage stands on.
///
/// @param settings what the user chose
/// @param assets what the build left
record Flow(
        Settings settings, Assets assets, Storage storage, Queues queues, Keys keys, Ecr registry) {
    /// What every wiring reads, and what this one reads besides.
    @SafeVarargs
    final Map<String, String> environment(Map<String, String>... besides) {
        var all = new TreeMap<String, String>();
        all.putAll(storage.environment());
        all.putAll(queues.environment());
        all.put("INLAY_REGISTRY", registry.host());
        for (var more : besides) {
            all.putAll(more);
        }
        return all;
    }

    /// Whether services may be moved to the instrumented image at all.
    Map<String, String> rolling() {
        return Map.of("INLAY_ROLL", Boolean.toString(settings.rollServices()));
    }
}
