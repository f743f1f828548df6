package dev.inlay.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.image.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a sensor will write for arguments that are known before the first run (docs/wire-format.md,
/// Templating): tested with the same cases. Only what an image says of itself needs it here;
/// whatever runs is templated by the sensor.
public final class Template {
    private static final int MAX_ARGUMENT = 1_024;
    private static final int MAX_ARGUMENTS = 64;
    private static final int MAX_BYTES = 8_192;
    private static final int HASH = 16;

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9]+|[^A-Za-z0-9]");
    private static final String HEX = "[0-9A-Fa-f]";
    private static final Pattern UUID =
            Pattern.compile(
                    HEX
                            + "{8}([-_])"
                            + HEX
                            + "{4}\\1"
                            + HEX
                            + "{4}\\1"
                            + HEX
                            + "{4}\\1"
                            + HEX
                            + "{12}(?![A-Za-z0-9])");

    /// A name that Python makes up; an underscore may be anywhere in it.
    private static final Pattern PYTHONS = Pattern.compile("tmp[a-z0-9_]{8}(?![A-Za-z0-9_])");

    private static final Pattern TEMPORARY_NUMBER = Pattern.compile("(tmp|temp)[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern CERTAINLY_HEXADECIMAL = Pattern.compile(HEX + "{16,}");
    private static final Pattern HEXADECIMAL = Pattern.compile(HEX + "{8,}");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");
    private static final Pattern TEMPORARY =
            Pattern.compile("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9]).{6,}");

    /// A part of a time as ISO 8601 writes it: `26T03`, `20260102T030405Z`, `123Z`.
    private static final Pattern MOMENT = Pattern.compile("[0-9]+(?:T[0-9]+Z?|Z)");

    /// Session ids, ULIDs: digits in two places or more.
    private static final Pattern LONG = Pattern.compile("(?=.{16})[^0-9]*[0-9]+[^0-9]+[0-9].*");

    private Template() {}

    /// A whole list, the first as it is called; empty for one that is too long to be told whole.
    public static Optional<List<String>> arguments(List<String> list) {
        var all = new ArrayList<String>();
        for (var argument : list) {
            all.add(all.isEmpty() ? literal(argument) : argument(argument));
        }
        int bytes = all.stream().mapToInt(each -> each.getBytes(UTF_8).length).sum();
        return all.size() > MAX_ARGUMENTS || bytes > MAX_BYTES
                ? Optional.empty()
                : Optional.of(List.copyOf(all));
    }

    /// One argument that is not the first.
    static String argument(String argument) {
        return argument.getBytes(UTF_8).length > MAX_ARGUMENT ? hashed(argument) : text(argument);
    }

    /// As it is: braces are doubled, so that nothing can forge a placeholder.
    public static String literal(String text) {
        return text.getBytes(UTF_8).length > MAX_ARGUMENT
                ? hashed(text)
                : text.replace("{", "{{").replace("}", "}}");
    }

    /// With a placeholder for what varies.
    public static String text(String text) {
        return templated(text, true);
    }

    /// The path of a program, of which less is taken for made up.
    public static String program(String path) {
        return templated(path, false);
    }

    private static String templated(String text, boolean data) {
        var out = new StringBuilder();
        var uuid = UUID.matcher(text);
        var pythons = PYTHONS.matcher(text);
        var run = RUN.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (begins(text, at) && uuid.region(at, text.length()).lookingAt()) {
                out.append("{uuid}");
                at = uuid.end();
            } else if (data && begins(text, at) && pythons.region(at, text.length()).lookingAt()) {
                out.append("tmp{temp}");
                at = pythons.end();
            } else {
                run.region(at, text.length()).lookingAt();
                out.append(placeholder(run.group(), data));
                at = run.end();
            }
        }
        return out.toString();
    }

    private static boolean begins(String text, int at) {
        return at == 0 || !Character.toString(text.charAt(at - 1)).matches("[A-Za-z0-9]");
    }

    private static String placeholder(String run, boolean data) {
        if (CERTAINLY_HEXADECIMAL.matcher(run).matches()) {
            return "{hex}";
        }
        if (NUMBER.matcher(run).matches()) {
            return "{number}";
        }
        if (HEXADECIMAL.matcher(run).matches()
                && DIGIT.matcher(run).find()
                && LETTER.matcher(run).find()) {
            return "{hex}";
        }
        if (data && MOMENT.matcher(run).matches()) {
            return NUMBER.matcher(run).replaceAll("{number}");
        }
        if (data && LONG.matcher(run).matches()) {
            return "{temp}";
        }
        var number = TEMPORARY_NUMBER.matcher(run);
        if (data && number.matches()) {
            return number.group(1) + "{number}";
        }
        return TEMPORARY.matcher(run).matches() ? "{temp}" : literal(run);
    }

    private static String hashed(String text) {
        return "{long:" + Digest.ofText(text).hex().substring(0, HASH) + "}";
    }
}
