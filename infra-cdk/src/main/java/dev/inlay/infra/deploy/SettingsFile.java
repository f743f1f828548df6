package dev.inlay.infra.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.failure.PermanentFailure;
import dev.inlay.infra.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// A file of `name = value` lines, with `#` for remarks. It is kept beside whatever else describes
/// the account: the next deployment needs the same one.
final class SettingsFile {
    private SettingsFile() {}

    /// The settings in a file; a `PermanentFailure` when it cannot be read or says something that
    /// is none.
    static Settings read(Path file) {
        try {
            return Settings.from(parse(file, Files.readString(file, UTF_8)));
        } catch (IOException e) {
            throw new PermanentFailure(
                    "settings-unreadable",
                    "reading the settings in " + file + ": " + e + ". Check the path.",
                    e);
        }
    }

    static Map<String, String> parse(Path file, String text) {
        var said = new TreeMap<String, String>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> take(file, line, said));
        return said;
    }

    private static void take(Path file, String line, Map<String, String> said) {
        int sign = line.indexOf('=');
        var name = sign < 0 ? line : line.substring(0, sign).strip();
        if (sign <= 0 || said.put(name, line.substring(sign + 1).strip()) != null) {
            throw new PermanentFailure(
                    "settings-malformed",
                    "reading the settings in "
                            + file
                            + ": '"
                            + line
                            + "' is no 'name = value', or says a name twice.");
        }
    }
}
