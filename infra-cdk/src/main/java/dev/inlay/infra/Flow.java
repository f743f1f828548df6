package dev.inlay.infra;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.services.iam.IGrantable;

/// What every stage stands on.
///
/// @param settings what the user chose
/// @param assets what the build left
/// @param direct where sensors may go that do not reach the API, if there are to be any
record Flow(
        Settings settings,
        Assets assets,
        Storage storage,
        Queues queues,
        Optional<Direct> direct,
        Keys keys,
        Ecr registry) {
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

    /// Where published policies lie as well, for whoever publishes some.
    Map<String, String> shelf() {
        return direct.map(Direct::shelfEnvironment).orElseGet(Map::of);
    }

    /// Where sensors send by themselves, for whoever counts and sends back.
    Map<String, String> directQueues() {
        return direct.map(Direct::queueEnvironment).orElseGet(Map::of);
    }

    void allowShelving(IGrantable who) {
        direct.ifPresent(way -> way.allowShelving(who));
    }

    /// All queues, by name.
    Map<String, FlowQueue> allQueues() {
        var all = new LinkedHashMap<>(queues.all());
        direct.ifPresent(way -> all.putAll(way.queues()));
        return all;
    }

    /// Whether services may be moved to the instrumented image at all.
    Map<String, String> rolling() {
        return Map.of("INLAY_ROLL", Boolean.toString(settings.rollServices()));
    }
}
