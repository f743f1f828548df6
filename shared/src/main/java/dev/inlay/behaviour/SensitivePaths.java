package dev.inlay.behaviour;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which reads are judged at all: nobody wants a rule for every shared library, everybody for the
/// password file. The same list as the sensor's; `docs/examples/sensitive-paths.json` holds the
/// cases both are tested with.
public final class SensitivePaths {
    private static final Set<String> FILES =
            Set.of(
                    "/etc/shadow",
                    "/etc/shadow-",
                    "/etc/gshadow",
                    "/etc/gshadow-",
                    "/etc/sudoers",
                    "/proc/kcore",
                    "/dev/mem",
                    "/dev/kmem",
                    "/.inlay");

    private static final List<String> BELOW =
            List.of(
                    "/etc/sudoers.d/",
                    "/etc/ssl/private/",
                    "/etc/pki/tls/private/",
                    "/run/secrets/",
                    "/var/run/secrets/",
                    "/.inlay/");

    private static final Set<String> DIRECTORIES =
            Set.of(".ssh", ".aws", ".gnupg", ".kube", ".docker");

    private static final Set<String> NAMES =
            Set.of(
                    ".netrc",
                    ".pgpass",
                    ".git-credentials",
                    ".bash_history",
                    "id_rsa",
                    "id_dsa",
                    "id_ecdsa",
                    "id_ed25519");

    private static final List<String> ENDINGS = List.of(".key", ".p12", ".pfx", ".keytab");

    /// What of another process's entry in `/proc` holds its secrets.
    private static final Set<String> OF_A_PROCESS = Set.of("environ", "mem");

    private SensitivePaths() {}

    /// Whether policies say anything of a behaviour at all: of all but reads of other paths.
    public static boolean isJudged(Behaviour behaviour) {
        return !(behaviour instanceof Behaviour.FileAccess(_, var access, var path))
                || access != Access.READ
                || contains(path);
    }

    /// Whether reading this (real, absolute, templated) path is judged.
    public static boolean contains(String path) {
        int cut = path.lastIndexOf('/');
        var directory = cut < 0 ? "" : path.substring(0, cut);
        var name = path.substring(cut + 1);
        return FILES.contains(path)
                || BELOW.stream().anyMatch(path::startsWith)
                || NAMES.contains(name)
                || ENDINGS.stream()
                        .anyMatch(end -> name.length() > end.length() && name.endsWith(end))
                || (OF_A_PROCESS.contains(name) && directory.startsWith("/proc/"))
                || Stream.of(directory.split("/", -1)).anyMatch(DIRECTORIES::contains);
    }
}
