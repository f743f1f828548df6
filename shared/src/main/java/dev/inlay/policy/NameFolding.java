package dev.inlay.policy;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Folds the first label of names that share the rest: buckets of a region, shards of a cluster.
final class NameFolding {
    /// A name's ending of at least as many labels belongs to one owner.
    private static final int MIN_LABELS = 3;

    private NameFolding() {}

    static List<Folded> peers(List<Grant.Peer> seen) {
        return seen.stream()
                .collect(
                        Collectors.groupingBy(
                                each ->
                                        new Grant.Peer(
                                                each.program(), each.protocol(), "", each.port()),
                                LinkedHashMap::new,
                                Collectors.toMap(
                                        each -> List.of(each.peer().split("\\.", -1)),
                                        each -> each)))
                .entrySet()
                .stream()
                .flatMap(group ->
                        labels(
                                group.getValue(),
                                name ->
                                        new Grant.Peer(
                                                group.getKey().program(),
                                                group.getKey().protocol(),
                                                name,
                                                group.getKey().port())))
                .toList();
    }

    static List<Folded> names(List<Grant.Name> seen) {
        return labels(
                        seen.stream()
                                .collect(
                                        Collectors.toMap(
                                                each -> List.of(each.name().split("\\.", -1)),
                                                each -> each)),
                        Grant.Name::new)
                .toList();
    }

    /// Only the first label of a name is folded, never a part of an address.
    private static Stream<Folded> labels(
            Map<List<String>, ? extends Grant> byLabels, Function<String, Grant> grant) {
        return Fold.fold(
                        byLabels.keySet(),
                        Wild.ANY,
                        (parts, at) ->
                                at == 0
                                        && parts.size() > MIN_LABELS
                                        && Network.address(String.join(".", parts)).isEmpty())
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(each -> String.join(".", each.getKey())))
                .map(each ->
                        Folded.standing(
                                grant.apply(String.join(".", each.getKey())),
                                byLabels,
                                each.getValue()));
    }
}
