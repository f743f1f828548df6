package dev.inlay.behaviour;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The processes that the behaviours of a frame refer to.
public final class Lineage {
    private final Map<Long, Ancestor> byId = new HashMap<>();
    private final List<Ancestor> processes;

    /// @param processes in any order; of two with the same id the first counts
    public Lineage(List<Ancestor> processes) {
        this.processes = List.copyOf(processes);
        this.processes.forEach(each -> byId.putIfAbsent(each.id(), each));
    }

    /// All processes.
    public List<Ancestor> processes() {
        return processes;
    }

    /// A process and its ancestors, nearest first, as far as they are known. Ends where a forged
    /// frame makes a process its own ancestor.
    public List<Ancestor> of(long process) {
        var chain = new ArrayList<Ancestor>();
        var seen = new HashSet<Long>();
        var next = Optional.of(process);
        while (next.isPresent() && seen.add(next.get())) {
            var ancestor = byId.get(next.get());
            if (ancestor == null) {
                break;
            }
            chain.add(ancestor);
            next = ancestor.parent();
        }
        return List.copyOf(chain);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lineage lineage && processes.equals(lineage.processes);
    }

    @Override
    public int hashCode() {
        return processes.hashCode();
    }

    @Override
    public String toString() {
        return processes.toString();
    }
}
