package dev.inlay.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Makes few rules out of many grants of the same kind. Putting parents, users or accesses of
/// otherwise equal grants together grants nothing new; folding names does, and is counted.
final class Generalisation {
    private Generalisation() {}

    /// Generalises minimal grants.
    ///
    /// @param programs paths of all that ran
    static List<Folded> of(Set<Grant> grants, Set<String> programs) {
        var folded = new ArrayList<Folded>();
        folded.addAll(ProgramFolding.of(only(grants, Grant.Program.class)));
        folded.addAll(FileFolding.of(only(grants, Grant.File.class), programs));
        folded.addAll(NameFolding.peers(only(grants, Grant.Peer.class)));
        folded.addAll(NameFolding.names(only(grants, Grant.Name.class)));
        grants.stream().filter(Generalisation::staysExact).map(Folded::exact).forEach(folded::add);
        return folded;
    }

    private static boolean staysExact(Grant grant) {
        return switch (grant) {
            case Grant.Program _, Grant.File _, Grant.Peer _, Grant.Name _ -> false;
            case Grant.Listen _, Grant.Socket _, Grant.Privilege _, Grant.Unread _ -> true;
        };
    }

    private static <T extends Grant> List<T> only(Set<Grant> grants, Class<T> type) {
        return grants.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
