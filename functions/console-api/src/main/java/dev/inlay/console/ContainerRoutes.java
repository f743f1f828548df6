package dev.inlay.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.inlay.behaviour.BehaviourDocument;
import dev.inlay.behaviour.Container;
import dev.inlay.behaviour.ContainerDocument;
import dev.inlay.behaviour.Containers;
import dev.inlay.behaviour.Tally;
import dev.inlay.behaviour.Verdict;
import dev.inlay.coverage.Coverage;
import dev.inlay.document.Json;
import dev.inlay.profile.ProfileEntry;
import dev.inlay.profile.Profiles;
import dev.inlay.storage.Found;
import dev.inlay.storage.Unreadable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The containers that were heard of lately, and what each of them does.
final class ContainerRoutes {
    private final Containers containers;
    private final Profiles profiles;
    private final ImageNames names;
    private final InstantSource clock;

    ContainerRoutes(
            Containers containers, Profiles profiles, ImageNames names, InstantSource clock) {
        this.containers = containers;
        this.profiles = profiles;
        this.names = names;
        this.clock = clock;
    }

    Answer list(Request request) {
        return request.asked("image")
                .map(name ->
                        Identity.of(names, name)
                                .answer(known -> list(containers.of(known.digest()))))
                .orElseGet(() -> list(containers.all()));
    }

    private Answer list(Found<Container> found) {
        var latest =
                found.read().stream()
                        .sorted(Comparator.comparing(Container::lastHeard).reversed())
                        .toList();
        var answer = Json.object();
        answer.set("containers", Json.list(latest, this::write));
        answer.set("unreadable", UnreadableJson.write(found.unreadable()));
        return Answer.ok(answer);
    }

    private ObjectNode write(Container container) {
        return ContainerDocument.tree(container).put("state", state(container));
    }

    private String state(Container container) {
        if (container.ended()) {
            return "ended";
        }
        return isSilent(container, clock) ? "silent" : "running";
    }

    /// Whether nothing was heard for so long that the container has ended, or its sensor has.
    static boolean isSilent(Container container, InstantSource clock) {
        return container.lastHeard().plus(Coverage.SILENT_AFTER).isBefore(clock.instant());
    }

    Answer activity(Request request) {
        var session = request.parameter("session");
        var all = containers.all();
        var found = all.read().stream().filter(each -> each.session().startsWith(session)).toList();
        if (found.size() != 1) {
            return Problem.notFound(
                            "showing the activity of container " + session,
                            found.isEmpty()
                                    ? none(session, all.unreadable())
                                    : found.size() + " sessions begin like this",
                            "'inlay containers' lists them")
                    .answer();
        }
        return Answer.ok(activity(found.getFirst()));
    }

    private static String none(String session, List<Unreadable> unreadable) {
        return unreadable.stream()
                .filter(each -> each.key().sort().startsWith(session))
                .findFirst()
                .map(each -> "what is stored of it cannot be read: " + each.because())
                .orElse("no session of that name was heard of lately");
    }

    private ObjectNode activity(Container container) {
        var answer = Json.object();
        answer.set("container", write(container));
        var entries = new ArrayList<Seen>();
        for (var entry : profiles.of(container.image()).entries().values()) {
            entry.evidence()
                    .sessions()
                    .of(container.session())
                    .ifPresent(tallies -> entries.add(new Seen(entry, tallies)));
        }
        entries.sort(Comparator.comparing(Seen::last).reversed());
        answer.set("activity", Json.list(entries, Seen::write));
        return answer;
    }

    /// A behaviour as one container showed it.
    private record Seen(ProfileEntry entry, Map<Verdict, Tally> tallies) {
        Instant last() {
            return tallies.values().stream()
                    .map(Tally::last)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }

        ObjectNode write() {
            var to = Json.object().put("domain", entry.behaviour().domain().word());
            to.set("behaviour", BehaviourDocument.write(entry.behaviour()));
            var verdicts = to.putObject("verdicts");
            for (var verdict : Verdict.values()) {
                Optional.ofNullable(tallies.get(verdict))
                        .ifPresent(tally -> verdicts.set(verdict.word(), write(tally)));
            }
            return to;
        }

        private static ObjectNode write(Tally tally) {
            return Json.object()
                    .put("count", tally.count())
                    .put("minutes", tally.minutes())
                    .put("first", Json.time(tally.first()))
                    .put("last", Json.time(tally.last()));
        }
    }
}
