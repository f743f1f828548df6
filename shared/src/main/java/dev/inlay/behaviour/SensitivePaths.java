package dev.inlay.behaviour;

import java.util.List;
import java.util.Set;

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

    /// Whether reading this (real, absolute, templated) path is judged. Hot: every read is asked
    /// about.
    public static boolean contains(String path) {
        int cut = path.lastIndexOf('/');
        var directory = cut < 0 ? "" : path.substring(0, cut);
        var name = path.substring(cut + 1);
        return FILES.contains(path)
                || beginsLikeOne(path)
                || NAMES.contains(name)
                || endsLikeOne(name)
                || (OF_A_PROCESS.contains(name) && directory.startsWith("/proc/"))
                || leadsThroughOne(directory);
    }

    private static boolean beginsLikeOne(String path) {
        for (var folder : BELOW) {
            if (path.startsWith(folder)) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsLikeOne(String name) {
        for (var ending : ENDINGS) {
            if (name.length() > ending.length() && name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leadsThroughOne(String directory) {
        int from = 0;
        int slash = directory.indexOf('/');
        while (slash >= 0) {
            if (DIRECTORIES.contains(directory.substring(from, slash))) {
                return true;
            }
            from = slash + 1;
            slash = directory.indexOf('/', from);
        }
        return DIRECTORIES.contains(directory.substring(from));
    }
}
