package dev.inlay.behaviour;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where the operating system lives, and where below it images keep an application with its data.
/// The same decision as the sensor's; `docs/examples/system-paths.json` holds the cases both are
/// tested with.
public final class SystemPaths {
    private static final List<String> SYSTEM =
            List.of(
                    "/bin", "/boot", "/etc", "/lib", "/lib32", "/lib64", "/proc", "/root", "/sbin",
                    "/sys", "/usr", "/.inlay");

    /// A folder with data of applications.
    ///
    /// @param depth how many names deep it lies at least
    private record Place(String folder, int depth) {}

    /// Where images put whole applications nevertheless (`/usr/local/tomcat`, `/usr/src/app`): an
    /// application, a directory and a name, for beside its other files may lie its program. And
    /// what root's programs keep for themselves: npm writes a log each time it starts something.
    /// What is below two of these belongs to the first.
    private static final List<Place> APPLICATIONS =
            List.of(
                    new Place("/usr/local/share/", 3),
                    new Place("/usr/local/", 3),
                    new Place("/usr/share/", 3),
                    new Place("/usr/src/", 3),
                    new Place("/root/.cache/", 2),
                    new Place("/root/.npm/", 2));

    /// Directories of programs, libraries and settings, whatever application they belong to.
    private static final Set<String> CODE_DIRECTORIES =
            Set.of(
                    "bin",
                    "cgi-bin",
                    "classes",
                    "conf",
                    "conf.d",
                    "config",
                    "dist-packages",
                    "etc",
                    "games",
                    "include",
                    "lib",
                    "lib32",
                    "lib64",
                    "libexec",
                    "META-INF",
                    "modules",
                    "native-jni-lib",
                    "node_modules",
                    "plugins",
                    "sbin",
                    "site-packages",
                    "vendor",
                    "WEB-INF",
                    "__pycache__");

    /// Endings of what is loaded, interpreted or answered with as a program.
    private static final Set<String> CODE_ENDINGS =
            Set.of(
                    "ashx", "asp", "aspx", "bash", "cfm", "cgi", "cjs", "class", "dll", "dylib",
                    "ear", "groovy", "jar", "js", "jsp", "jspf", "jspx", "ko", "lua", "mjs", "node",
                    "phar", "php", "php3", "php4", "php5", "php7", "php8", "pht", "phtml", "pl",
                    "pm", "pth", "py", "pyc", "pyd", "pyo", "rb", "sh", "shtml", "so", "war",
                    "wasm");

    private static final String TREE = "{tree}";

    /// What of a pattern may stand for more directories than one.
    private static final List<String> WILDCARDS = List.of("{any}", "{name}", TREE);

    /// A library with its version behind.
    private static final String VERSIONED_LIBRARY = ".so.";

    /// Where distributions keep data that is called so.
    private static final String STATE = "/var/lib/";

    private SystemPaths() {}

    /// Whether a path is where the operating system lives: names stay what they are there, and
    /// stand for nothing else.
    public static boolean contains(String path) {
        return SYSTEM.stream().anyMatch(folder -> isAtOrBelow(path, folder))
                && !isDataOfAnApplication(path);
    }

    /// Whether a path is a folder or below it.
    public static boolean isAtOrBelow(String path, String folder) {
        return path.startsWith(folder)
                && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }

    /// Whether a file is called as code is, or lies where code does, in any application.
    public static boolean isCode(String path) {
        var below = path.startsWith(STATE) ? path.substring(STATE.length()) : path;
        var segments = List.of(below.split("/", -1));
        return isCalledSo(segments.getLast())
                || segments.subList(0, segments.size() - 1).stream()
                        .anyMatch(CODE_DIRECTORIES::contains);
    }

    /// Whether the file at a path is called as code is.
    public static boolean isCodeFile(String path) {
        return isCalledSo(path.substring(path.lastIndexOf('/') + 1));
    }

    private static boolean isDataOfAnApplication(String path) {
        return APPLICATIONS.stream()
                .filter(place -> path.startsWith(place.folder()))
                .findFirst()
                .filter(place -> isData(path.substring(place.folder().length()), place.depth()))
                .isPresent();
    }

    private static boolean isData(String below, int depth) {
        var segments = List.of(below.split("/", -1));
        var name = segments.getLast();
        return segments.size() >= depth
                && isPlain(name)
                && !name.contains(TREE)
                && !isCalledSo(name)
                && segments.subList(0, segments.size() - 1).stream()
                        .allMatch(SystemPaths::holdsData);
    }

    private static boolean holdsData(String directory) {
        return isPlain(directory)
                && WILDCARDS.stream().noneMatch(directory::contains)
                && !CODE_DIRECTORIES.contains(directory);
    }

    /// Neither hidden nor a way up.
    private static boolean isPlain(String segment) {
        return !segment.isEmpty() && !segment.startsWith(".");
    }

    private static boolean isCalledSo(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        return lower.contains(VERSIONED_LIBRARY)
                || (dot >= 0 && CODE_ENDINGS.contains(lower.substring(dot + 1)));
    }
}
