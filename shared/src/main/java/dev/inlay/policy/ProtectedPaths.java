package dev.inlay.policy;

import java.util.Arrays;
import java.util.List;

/// Where generalising is never worth what it grants: programs, libraries, settings, credentials,
/// the kernel's own trees.
final class ProtectedPaths {
    private static final List<String> PREFIXES =
            List.of(
                    "/bin",
                    "/boot",
                    "/dev",
                    "/etc",
                    "/lib",
                    "/lib32",
                    "/lib64",
                    "/libx32",
                    "/proc",
                    "/root",
                    "/run/secrets",
                    "/sbin",
                    "/sys",
                    "/usr",
                    "/var/run/secrets",
                    "/var/spool/cron",
                    "/.inlay");

    private ProtectedPaths() {}

    /// Whether a path is one of these, or below one, or has a hidden part such as `.ssh`.
    static boolean covers(String path) {
        return PREFIXES.stream()
                        .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"))
                || Arrays.stream(path.split("/", -1))
                        .anyMatch(part -> part.length() > 1 && part.startsWith("."));
    }

    /// Whether a directory holds one of these somewhere below it.
    static boolean holds(String directory) {
        return PREFIXES.stream().anyMatch(prefix -> (prefix + "/").startsWith(directory));
    }
}
