package dev.inlay.detection;

import java.util.List;

/// One entry of the catalogue.
///
/// @param id short and stable: `X03`
/// @param title a sentence's predicate: what the program did
/// @param techniques MITRE ATT&CK ids
/// @param scope when it is told
public record Detection(
        String id, String title, Severity severity, List<String> techniques, Scope scope) {
    public Detection {
        techniques = List.copyOf(techniques);
    }

    /// When a detection is told.
    public enum Scope {
        /// Whatever the policy says, unless a person's rule allows it. It is never learnt.
        ALWAYS,

        /// As above, and all of it in an image is one alert, whatever the program.
        ALWAYS_AS_ONE,

        /// Only beyond the policy: it makes a violation graver. Services that do it in normal life
        /// learn it.
        BEYOND_POLICY
    }

    /// Whether it is told, and kept from being learnt, even where a policy allows it.
    public boolean always() {
        return scope != Scope.BEYOND_POLICY;
    }

    static Detection always(String id, Severity severity, String title, String... techniques) {
        return new Detection(id, title, severity, List.of(techniques), Scope.ALWAYS);
    }

    static Detection asOne(String id, Severity severity, String title, String... techniques) {
        return new Detection(id, title, severity, List.of(techniques), Scope.ALWAYS_AS_ONE);
    }

    static Detection beyond(String id, Severity severity, String title, String... techniques) {
        return new Detection(id, title, severity, List.of(techniques), Scope.BEYOND_POLICY);
    }
}
