package dev.inlay.policy;

import dev.inlay.behaviour.Behaviour;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the rule that decides, among the few that can match: those of the behaviour's kind whose
/// key is its path, program or peer, or begins with a directory of it. The sensor does the same.
final class RuleIndex {
    private final Map<Section, Shelf> shelves = new EnumMap<>(Section.class);

    /// The rules of one kind.
    ///
    /// @param exact by the whole key, where it matches nothing else
    /// @param below by the directory that the key's literal beginning names
    /// @param always those that nothing narrows down
    private record Shelf(
            Map<String, List<Matcher>> exact,
            Map<String, List<Matcher>> below,
            List<Matcher> always) {
        Shelf() {
            this(new HashMap<>(), new HashMap<>(), new ArrayList<>());
        }

        void add(Matcher rule) {
            for (var key : rule.keys()) {
                int slash = key.head().lastIndexOf('/');
                if (key.exact()) {
                    exact.computeIfAbsent(key.toString(), _ -> new ArrayList<>()).add(rule);
                    return;
                }
                if (slash >= 0) {
                    var directory = key.head().substring(0, slash);
                    below.computeIfAbsent(directory, _ -> new ArrayList<>()).add(rule);
                    return;
                }
            }
            always.add(rule);
        }
    }

    RuleIndex(List<Matcher> rules) {
        for (var rule : rules) {
            shelves.computeIfAbsent(Section.of(rule.rule().grant()), _ -> new Shelf()).add(rule);
        }
    }

    /// The rule that decides; empty when none matches.
    Optional<Matcher> find(Behaviour behaviour) {
        var shelf = Section.of(behaviour).map(shelves::get);
        if (shelf.isEmpty()) {
            return Optional.empty();
        }
        @Nullable Matcher best = best(shelf.get().always(), behaviour, null);
        for (var key : keys(behaviour)) {
            best = best(shelf.get().exact().get(key), behaviour, best);
            if (!shelf.get().below().isEmpty()) {
                best = below(shelf.get(), key, behaviour, best);
            }
        }
        return Optional.ofNullable(best);
    }

    private static @Nullable Matcher below(
            Shelf shelf, String key, Behaviour behaviour, @Nullable Matcher standing) {
        @Nullable Matcher best = standing;
        int slash = key.indexOf('/');
        while (slash >= 0) {
            best = best(shelf.below().get(key.substring(0, slash)), behaviour, best);
            slash = key.indexOf('/', slash + 1);
        }
        return best;
    }

    private static @Nullable Matcher best(
            @Nullable List<Matcher> rules, Behaviour behaviour, @Nullable Matcher standing) {
        @Nullable Matcher best = standing;
        if (rules != null) {
            for (var rule : rules) {
                if ((best == null || rule.goesBefore(best)) && rule.matches(behaviour)) {
                    best = rule;
                }
            }
        }
        return best;
    }

    /// What of a behaviour is compared with [Matcher#keys].
    private static List<String> keys(Behaviour behaviour) {
        return switch (behaviour) {
            case Behaviour.FileAccess file -> List.of(file.path());
            case Behaviour.Resolve(var name) -> List.of(name);
            case Behaviour.Connect connect -> List.of(connect.target(), connect.program());
            case Behaviour.Exec _,
                    Behaviour.Listen _,
                    Behaviour.SocketUse _,
                    Behaviour.Privilege _,
                    Behaviour.Unread _,
                    Behaviour.Tamper _,
                    Behaviour.Mismatch _ ->
                    behaviour.actor().stream().toList();
        };
    }
}
