package dev.inlay.infra.deploy;

import java.util.List;

/// One statement of a role's policy, as people read it.
///
/// @param who the role or policy, by its place in the flow
/// @param effect `Allow` or `Deny`
/// @param actions what
/// @param resources on what; the stack's own things by their logical ids
/// @param condition when, in words; empty means always
public record Permission(
        String who, String effect, List<String> actions, List<String> resources, String condition) {
    public Permission {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
    }

    /// Otherwise it is a denial.
    public boolean isAllowed() {
        return effect.equals("Allow");
    }

    /// Whether it reaches beyond things that are named.
    boolean isOnEverything() {
        return resources.contains("*");
    }
}
