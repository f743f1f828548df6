package dev.inlay.policy;

import dev.inlay.behaviour.SystemPaths;
import java.util.Arrays;
import java.util.List;

/// Where generalising is never worth what it grants: programs, libraries, settings, credentials,
/// the kernel's own trees, and wherever it lies what is called as code is.
final class ProtectedPaths {
    /// Besides those of the operating system.
    private static final List<String> FOLDERS =
            List.of("/dev", "/libx32", "/run/secrets", "/var/run/secrets", "/var/spool/cron");

    private ProtectedPaths() {}

    /// Whether a path is one of these, or below one, or has a hidden part such as `.ssh`.
    static boolean covers(String path) {
        return SystemPaths.contains(path)
                || FOLDERS.stream().anyMatch(folder -> SystemPaths.isAtOrBelow(path, folder))
                || SystemPaths.isCode(path)
                || Arrays.stream(path.split("/", -1))
                        .anyMatch(part -> part.length() > 1 && part.startsWith("."));
    }
}
