package dev.inlay.policy;

import dev.inlay.behaviour.Access;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Folds the parts of paths below a top-level directory, and puts accesses together. Reads are only
/// judged where they are sensitive, so they are never folded; nor is what is called as code is, or
/// lies where code does ([ProtectedPaths]). Programs have no ending, so a name without one is not
/// folded beside a program that ran.
///
/// Who may create a file says what is in it. So he may write to it again, and remove it: programs
/// go on with what they find after a restart, and clean up when they end, which a container that
/// still runs has not shown yet. Taken together these grant no more than the right to create does
/// with the right to remove: what may be removed and created again may have any contents.
final class FileFolding {
    /// What comes with [Access#CREATE], and how it is called.
    private static final Map<Access, String> OF_CREATORS =
            new EnumMap<>(Map.of(Access.WRITE, "writing to", Access.DELETE, "removing"));

    /// What caches of compiled pages call their files: the form pins the name, so that folders of
    /// such may fold although it is code.
    private static final java.util.regex.Pattern PINNED =
            java.util.regex.Pattern.compile("\\{(?:hex|uuid)}\\.[A-Za-z0-9]{1,8}");

    /// What is hidden only until it is written whole: `.photo.jpg.tmp`, and with a part that is
    /// made up and one that is not `.part-4711`. The first may vary itself, of the second only the
    /// folders.
    private static final java.util.regex.Pattern PASSING =
            java.util.regex.Pattern.compile("\\..+\\.(?:tmp|temp|part|partial|swp)");

    private static final java.util.regex.Pattern PASSING_IN_FOLDERS =
            java.util.regex.Pattern.compile("\\.[^{}]+\\{(?:hex|number|temp|uuid)}");

    private final Set<String> programFolders;

    private FileFolding(Set<String> programFolders) {
        this.programFolders = programFolders;
    }

    /// A path and what was seen of it.
    private record Seen(Set<Access> access, Set<Grant> grants) {
        Seen merge(Seen other) {
            var allAccess = EnumSet.copyOf(access);
            allAccess.addAll(other.access);
            var all = new HashSet<>(grants);
            all.addAll(other.grants);
            return new Seen(allAccess, all);
        }
    }

    /// @param programs paths of all that ran
    static List<Folded> of(List<Grant.File> seen, Set<String> programs) {
        var folders = programs.stream().map(FileFolding::folder).collect(Collectors.toSet());
        return new FileFolding(folders).fold(seen);
    }

    private List<Folded> fold(List<Grant.File> seen) {
        Map<String, Map<String, Seen>> byProgram = new LinkedHashMap<>();
        for (var grant : seen) {
            byProgram
                    .computeIfAbsent(grant.program(), _ -> new LinkedHashMap<>())
                    .merge(grant.path(), new Seen(grant.access(), Set.of(grant)), Seen::merge);
        }
        var folded = new ArrayList<Folded>();
        byProgram.forEach((program, paths) -> folded.addAll(ofProgram(program, paths)));
        return folded;
    }

    private List<Folded> ofProgram(String program, Map<String, Seen> paths) {
        Map<Set<Access>, Map<List<String>, Set<Grant>>> byAccess = new LinkedHashMap<>();
        withoutChance(paths)
                .forEach((path, seen) ->
                        byAccess.computeIfAbsent(granted(seen.access()), _ -> new HashMap<>())
                                .put(List.of(path.split("/", -1)), seen.grants()));
        var folded = new ArrayList<Folded>();
        byAccess.forEach((access, grants) -> folded.addAll(paths(program, access, grants)));
        return folded;
    }

    private List<Folded> paths(
            String program, Set<Access> access, Map<List<String>, Set<Grant>> grants) {
        boolean reads = access.contains(Access.READ);
        var folded = new ArrayList<Folded>();
        Fold.fold(
                        grants.keySet(),
                        Wild.ANY_OF_A_FILE,
                        (parts, at) -> at > 1 && !reads && isOpen(parts, at))
                .forEach((parts, stands) -> {
                    var of = new HashSet<Grant>();
                    stands.forEach(each -> of.addAll(grants.getOrDefault(each, Set.of())));
                    var path = joined(parts);
                    var grant = new Grant.File(program, access, path);
                    folded.add(new Folded(grant, of, unseen(grant, of, stands.size())));
                });
        return folded;
    }

    /// Without those that the rule of another one grants anyway.
    private static Map<String, Seen> withoutChance(Map<String, Seen> paths) {
        Map<String, Set<Access>> access = new HashMap<>();
        paths.forEach((path, seen) -> access.put(path, granted(seen.access())));
        Map<String, Seen> kept = new LinkedHashMap<>();
        var by = Chance.granted(access);
        paths.forEach((path, seen) -> kept.merge(by.getOrDefault(path, path), seen, Seen::merge));
        return kept;
    }

    private static String joined(List<String> parts) {
        return String.join("/", parts);
    }

    private static Set<Access> granted(Set<Access> seen) {
        var granted = EnumSet.copyOf(seen);
        if (seen.contains(Access.CREATE)) {
            granted.addAll(OF_CREATORS.keySet());
        }
        return granted;
    }

    private static String unseen(Grant.File grant, Set<Grant> of, int paths) {
        return Stream.of(Folded.others(paths), implied(grant, of))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String implied(Grant.File grant, Set<Grant> of) {
        var unseen = EnumSet.copyOf(OF_CREATORS.keySet());
        unseen.retainAll(grant.access());
        of.forEach(seen -> {
            if (seen instanceof Grant.File file) {
                unseen.removeAll(file.access());
            }
        });
        return unseen.isEmpty()
                ? ""
                : unseen.stream().map(OF_CREATORS::get).collect(Collectors.joining(" and "))
                        + " what it creates";
    }

    private boolean isOpen(List<String> parts, int at) {
        int name = parts.size() - 1;
        boolean pinned = at < name && PINNED.matcher(parts.get(name)).matches();
        var seen = pinned ? with(parts, name, Pattern.NAME) : shown(parts, at < name);
        var pattern = with(seen, at, Pattern.NAME + Shape.ending(parts.get(at)));
        return !ProtectedPaths.covers(joined(seen))
                && !ProtectedPaths.covers(joined(pattern))
                && !(programFolders.contains(folder(joined(parts)))
                        && Shape.ending(parts.get(name)).isEmpty());
    }

    /// As if what is hidden for the moment were not.
    private static List<String> shown(List<String> parts, boolean folders) {
        int last = parts.size() - 1;
        var name = parts.get(last);
        boolean passes =
                PASSING.matcher(name).matches()
                        || (folders && PASSING_IN_FOLDERS.matcher(name).matches());
        return passes ? with(parts, last, name.substring(1)) : parts;
    }

    private static List<String> with(List<String> parts, int at, String part) {
        var changed = new ArrayList<>(parts);
        changed.set(at, part);
        return changed;
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
